/** `app://igpo-lab/`: the built window, with the same fixed list of files and the same headers as the web host; and
 *  documents to print. */
import { protocol } from 'electron';
import { pageFiles, pageHeaders } from '../serve/files.ts';
import { pagesFolder } from '../run-folder/installation.ts';
import { origin, scheme } from './names.ts';

/** Must be called before the app is ready. */
export const declareScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);

const documents = new Map<string, string>();
let lent = 0;

/** Gives a document an address until it is given back. It may run no script and fetch nothing. */
export function lend(html: string): { readonly url: string; giveBack(): void } {
  const path = `/print/${++lent}`;
  documents.set(path, html);
  return { url: `${origin}${path}`, giveBack: () => void documents.delete(path) };
}

const documentHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
};

/** Throws a sentence when the window has not been built. */
export function servePages(): void {
  const files = pageFiles(pagesFolder);
  protocol.handle(scheme, ({ url, method }) => {
    const { protocol: given, host, pathname } = new URL(url);
    const isOurs = `${given}//${host}` === origin && method === 'GET';
    const document = isOurs ? documents.get(pathname) : undefined;
    if (document !== undefined) return new Response(document, { headers: { ...pageHeaders, ...documentHeaders } });
    const file = isOurs ? files.get(pathname) : undefined;
    if (!file) return new Response('Not here.', { status: 404, headers: pageHeaders });
    return new Response(new Uint8Array(file.bytes), { headers: { ...pageHeaders, 'Content-Type': file.type } });
  });
}
