/** The host in what a reader types or pastes as a site: an address, a host, with or without a port. */
export function readHost(text: string): string | undefined {
  const typed = text.trim();
  if (typed === '' || /\s/.test(typed)) return undefined;
  try {
    const { protocol, hostname } = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `http://${typed}`);
    return /^https?:$/.test(protocol) && hostname !== '' && hostname.length <= 255 ? hostname : undefined;
  } catch {
    return undefined;
  }
}
