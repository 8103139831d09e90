import { BlockList, isIP } from 'node:net';

/** Where an address leads: out into the internet, to this machine, or into a network that outsiders don't reach. */
type AddressReach = 'public' | 'loopback' | 'private';

interface AddressKind {
  readonly reach: AddressReach;
  /** In words, for messages: `link-local, where clouds keep their metadata`. */
  readonly words: string;
}

interface Range extends AddressKind {
  readonly subnets: readonly string[];
}

/**
 * From IANA's registries of special addresses, and 168.63.129.16, Azure's own on hosted runners. The first range that
 * holds an address names it. Addresses that carry an IPv4 one inside (6to4, NAT64, …) would be a way round the list.
 */
const RANGES: readonly Range[] = [
  {
    reach: 'loopback',
    words: 'the machine that Tailgate runs on',
    subnets: ['127.0.0.0/8', '0.0.0.0/32', '::1/128', '::/128'],
  },
  {
    reach: 'private',
    words: 'link-local, where clouds keep their metadata',
    subnets: ['169.254.0.0/16', 'fe80::/10', '168.63.129.16/32', 'fd00:ec2::254/128'],
  },
  {
    reach: 'private',
    words: 'in a private network',
    subnets: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10'],
  },
  {
    reach: 'private',
    words: 'an IPv6 address that maps to an IPv4 one',
    subnets: ['::/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '2001::/32', '2002::/16'],
  },
  {
    reach: 'private',
    words: 'a reserved address',
    subnets: ['0.0.0.0/8', '192.0.0.0/24', '198.18.0.0/15', '224.0.0.0/3', '100::/64', 'ff00::/8'],
  },
];

const PUBLIC: AddressKind = { reach: 'public', words: 'in the internet' };

/** @param address IPv4 or IPv6 as text; what is neither counts as private, for nobody knows where it leads */
export function classifyAddress(address: string): AddressKind {
  const plain = unmap(address.replace(/%.*$/s, ''));
  const version = isIP(plain);
  if (version === 0) return { reach: 'private', words: 'no address' };
  const family = version === 6 ? 'ipv6' : 'ipv4';
  return compiled().find(({ list }) => list.check(plain, family))?.range ?? PUBLIC;
}

/** `::ffff:127.0.0.1`, in any spelling, is 127.0.0.1. */
function unmap(address: string): string {
  if (isIP(address) !== 6) return address;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return canonical;
  return [high, low].flatMap((half) => splitHalf(Number.parseInt(half, 16))).join('.');
}

function splitHalf(half: number): number[] {
  return [half >> 8, half & 255];
}

let lists: readonly { readonly range: Range; readonly list: BlockList }[] | null = null;

function compiled() {
  lists ??= RANGES.map((range) => {
    const list = new BlockList();
    for (const subnet of range.subnets) {
      const [network = '', bits] = subnet.split('/');
      list.addSubnet(network, Number(bits), isIP(network) === 6 ? 'ipv6' : 'ipv4');
    }
    return { range, list };
  });
  return lists;
}
