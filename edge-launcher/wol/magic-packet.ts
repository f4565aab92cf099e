/** The packet that a sleeping network card waits for: six bytes ff, then its own address sixteen times. */

/** `mac`: six bytes in hexadecimal, with colons. Throws on anything else. */
export const magicPacket = (mac: string): Buffer => {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(mac)) throw new TypeError(`not a MAC address: ${mac}`)
  const address = Buffer.from(mac.replaceAll(':', ''), 'hex')
  return Buffer.concat([Buffer.alloc(6, 0xff), ...Array.from({ length: 16 }, () => address)])
}
