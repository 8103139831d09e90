// What a cluster's DNS does for a headless Service: the pods' names lead to where they run, which is here.
import dns from 'node:dns';

const { lookup } = dns;
dns.lookup = (hostname, options, callback) => {
  const isPod = /^[a-z0-9-]+-\d+\.[a-z0-9-]+$/.test(hostname);
  return lookup(isPod ? '127.0.0.1' : hostname, options, callback);
};
