import { RequestError } from "#lib/server/api-error";
import { type Text, text } from "#lib/texts/text";

/** In bytes. What is posted has a few hundred mostly; a manifest is allowed more. */
const bodyLimit = 64 * 1024;

/** What checks a body; `lib/api` has them. */
interface Schema<T> {
  safeParse(value: unknown):
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false;
        readonly error: {
          readonly issues: readonly {
            readonly path: readonly PropertyKey[];
            readonly message: string;
          }[];
        };
      };
}

/**
 * The body of a request as its schema has it.
 *
 * @throws RequestError `invalid`
 */
export async function postedBody<T>(
  request: Request,
  schema: Schema<T>,
  what: Text,
  limit = bodyLimit,
): Promise<T> {
  const parsed = schema.safeParse(json(await bodyOf(request, limit)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const problem = `${issue?.path.join(".")} ${issue?.message}`;
  throw new RequestError("invalid", text("Not {what}: {problem}", { what, problem }));
}

/** The body, of which no more than the limit is ever held. */
async function bodyOf(request: Request, limit: number): Promise<string> {
  const decoder = new TextDecoder();
  let read = "";
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limit) throw new RequestError("invalid", text("The request is too long."));
    read += decoder.decode(chunk, { stream: true });
  }
  return read + decoder.decode();
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new RequestError("invalid", text("The request is not JSON."));
  }
}
