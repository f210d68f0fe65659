/** IANA protocol numbers by the names that feeds write. */
const numbers: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  ipip: 4,
  tcp: 6,
  udp: 17,
  dccp: 33,
  ipv6: 41,
  gre: 47,
  esp: 50,
  ah: 51,
  icmp6: 58,
  icmpv6: 58,
  "ipv6-icmp": 58,
  sctp: 132,
};

const names = new Map([
  [1, "icmp"],
  [2, "igmp"],
  [4, "ipip"],
  [6, "tcp"],
  [17, "udp"],
  [33, "dccp"],
  [41, "ipv6"],
  [47, "gre"],
  [50, "esp"],
  [51, "ah"],
  [58, "ipv6-icmp"],
  [132, "sctp"],
]);

/** IANA protocol number of a transport's name (any case) or number from 1 to 255; null when it is none that we know. */
export function findTransport(text: string): number | null {
  const lower = text.toLowerCase();
  if (Object.hasOwn(numbers, lower)) return numbers[lower] ?? null;
  if (!/^\d{1,3}$/.test(lower)) return null;
  const number = Number(lower);
  return number >= 1 && number <= 255 ? number : null;
}

/** Lower case name of a protocol number, else the number itself; null for 0 (absent). */
export function transportName(number: number): string | null {
  if (number === 0) return null;
  return names.get(number) ?? String(number);
}

/** Whether the transport has ports: TCP, UDP, DCCP, SCTP; unknown (0) counts as having them. */
export function hasPorts(number: number): boolean {
  return number === 0 || number === 6 || number === 17 || number === 33 || number === 132;
}
