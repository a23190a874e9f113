/** `app://igpo-lab/`: the built window, from the same fixed list and with the same headers as the web host's. */
import { protocol } from 'electron';
import { pageFiles, pageHeaders } from '../serve/files.ts';
import { pagesFolder } from '../trainer/installation.ts';
import { origin, scheme } from './names.ts';

/** Before the app is ready. */
export const declareScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);

/** Throws a sentence when the window has not been built. */
export function servePages(): void {
  const files = pageFiles(pagesFolder);
  protocol.handle(scheme, ({ url, method }) => {
    const { protocol: given, host, pathname } = new URL(url);
    const file = `${given}//${host}` === origin && method === 'GET' ? files.get(pathname) : undefined;
    if (!file) return new Response('Not here.', { status: 404, headers: pageHeaders });
    return new Response(new Uint8Array(file.bytes), { headers: { ...pageHeaders, 'Content-Type': file.type } });
  });
}
