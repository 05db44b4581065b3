/** A call in the OpenAPI document, with its documented responses. */
interface DocumentedCall {
  readonly method: string;
  readonly path: RegExp;
  readonly responses: Readonly<Record<string, unknown>>;
}

type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Pick<DocumentedCall, 'responses'>>>>> };

const documents = new Map<string, Promise<readonly DocumentedCall[]>>();

/** Throws if the OpenAPI document does not name this refusal for the call. Ignores unknown paths and methods. */
export async function assertRefusalDocumented(
  url: string,
  answer: { readonly method: string; readonly path: string; readonly status: number; readonly text: string },
): Promise<void> {
  const { method, path, status, text } = answer;
  if (status < 400 || !text.includes('urn:annex:problem:')) return;
  const known = documents.get(url) ?? readDocument(url);
  documents.set(url, known);
  const { code } = JSON.parse(text) as { readonly code: string };
  const [pathname = ''] = path.split('?');
  const call = (await known).find((each) => each.method === method && each.path.test(pathname));
  if (call === undefined || code === 'route_not_found') return;
  if (!JSON.stringify(call.responses[String(status)] ?? {}).includes(`"${code}"`))
    throw new Error(`${method} ${path} answered ${status} ${code}, which the OpenAPI document does not name`);
}

/** Reads the document; paths with fewer parameters come first, so that a literal path matches before a template. */
async function readDocument(url: string): Promise<readonly DocumentedCall[]> {
  const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as Document;
  const parameters = (path: string): number => path.split('{').length;
  return Object.entries(paths)
    .toSorted(([a], [b]) => parameters(a) - parameters(b))
    .flatMap(([path, item]) =>
      Object.entries(item).map(([method, { responses }]) => ({
        method: method.toUpperCase(),
        path: new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+')}$`),
        responses,
      })),
    );
}
