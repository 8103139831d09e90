import { classifyAddress } from '../../../src/engine/target/address.ts';
import fc from '../../fast-check.ts';

describe('where an address leads', () => {
  test.each([
    ['127.0.0.1'],
    ['127.255.255.254'],
    ['0.0.0.0'],
    ['::1'],
    ['::'],
    ['0:0:0:0:0:0:0:1'],
    ['::ffff:127.0.0.1'],
    ['::FFFF:7f00:1'],
    ['0:0:0:0:0:ffff:7f00:0001'],
  ])('%s is this machine', (address) => {
    expect(classifyAddress(address).reach).toBe('loopback');
  });

  test.each([
    ['10.0.0.1', 'in a private network'],
    ['172.16.0.1', 'in a private network'],
    ['172.31.255.255', 'in a private network'],
    ['192.168.1.1', 'in a private network'],
    ['100.64.0.1', 'in a private network'],
    ['100.127.255.255', 'in a private network'],
    ['fd12:3456::1', 'in a private network'],
    ['fec0::1', 'in a private network'],
    ['169.254.169.254', 'link-local, where clouds keep their metadata'],
    ['168.63.129.16', 'link-local, where clouds keep their metadata'],
    ['fd00:ec2::254', 'link-local, where clouds keep their metadata'],
    ['fe80::1', 'link-local, where clouds keep their metadata'],
    ['fe80::1%eth0', 'link-local, where clouds keep their metadata'],
    ['::ffff:169.254.169.254', 'link-local, where clouds keep their metadata'],
    ['::ffff:a9fe:a9fe', 'link-local, where clouds keep their metadata'],
    ['64:ff9b::7f00:1', 'an IPv6 address that maps to an IPv4 one'],
    ['2002:7f00:1::', 'an IPv6 address that maps to an IPv4 one'],
    ['2001:0:4136:e378::1', 'an IPv6 address that maps to an IPv4 one'],
    ['::127.0.0.1', 'an IPv6 address that maps to an IPv4 one'],
    ['::ffff:0:127.0.0.1', 'an IPv6 address that maps to an IPv4 one'],
    ['0.1.2.3', 'a reserved address'],
    ['198.18.0.1', 'a reserved address'],
    ['224.0.0.1', 'a reserved address'],
    ['255.255.255.255', 'a reserved address'],
    ['ff02::1', 'a reserved address'],
    ['not an address', 'no address'],
    ['', 'no address'],
  ])('%s is %s', (address, words) => {
    expect(classifyAddress(address)).toMatchObject({ reach: 'private', words });
  });

  test.each([
    ['1.1.1.1'],
    ['9.255.255.255'],
    ['11.0.0.0'],
    ['172.15.255.255'],
    ['172.32.0.0'],
    ['100.63.255.255'],
    ['100.128.0.0'],
    ['169.253.255.255'],
    ['168.63.129.15'],
    ['223.255.255.255'],
    ['2606:4700::1111'],
    ['2a00:1450:4001::1'],
    ['::ffff:1.1.1.1'],
  ])('%s is in the internet', (address) => {
    expect(classifyAddress(address).reach).toBe('public');
  });

  test('an IPv4 address and its IPv6 spelling are the same', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
        const hex = `::ffff:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
        const { reach } = classifyAddress(address);
        expect(classifyAddress(`::ffff:${address}`).reach).toBe(reach);
        expect(classifyAddress(hex).reach).toBe(reach);
      }),
    );
  });
});
