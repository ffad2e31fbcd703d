const said = (name: string): string => process.env[name] ?? '';
const portOf = (address: string): number => Number(address.split(':')[1] ?? 0);

/**
 * Where the real servers of `scripts/services.sh` listen, which says so in these variables. The one place of the tests that
 * reads them.
 */
export const services = {
  /** In the service suite, which proves what it is named for or fails. */
  areStarted: said('PATCHBAY_SERVICES') !== '',
  dovecot: { port: portOf(said('PATCHBAY_DOVECOT')), folder: said('PATCHBAY_DOVECOT_DIR') },
  smtp: { port: portOf(said('PATCHBAY_SMTP')) },
  radicale: { url: said('PATCHBAY_RADICALE_URL') || 'http://127.0.0.1:15232' },
  sip: { port: portOf(said('PATCHBAY_SIP')) || 15_060 },
} as const;
