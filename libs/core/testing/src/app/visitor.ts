export interface GraphqlError {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly field?: string; readonly [key: string]: unknown };
}

export interface GraphqlAnswer<T> {
  readonly status: number;
  readonly data: T | null;
  readonly errors: readonly GraphqlError[];
}

type Headings = Readonly<Record<string, string>>;

/** One browser or program that talks to the running portal: keeps its cookies, sends what it is told. */
export class Visitor {
  private readonly cookies = new Map<string, string>();

  /** `headers` go with every request: a bearer token, a language. */
  constructor(
    private readonly origin: string,
    private readonly headers: Headings = {},
  ) {}

  /** As the global `fetch`, with a path of the portal, this visitor's cookies and no redirect followed. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers({ ...this.headers, ...Object.fromEntries(new Headers(init.headers)) });
    if (this.cookies.size > 0) headers.set('cookie', [...this.cookies].map((pair) => pair.join('=')).join('; '));
    const response = await fetch(new URL(path, this.origin), { redirect: 'manual', ...init, headers });
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    return response;
  }

  /** Sends an operation and gives whatever came back, errors included. */
  async ask<T>(document: string, variables: object = {}, headers: Headings = {}): Promise<GraphqlAnswer<T>> {
    const response = await this.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: document, variables }, (_, value: unknown) =>
        typeof value === 'bigint' ? value.toString() : value,
      ),
    });
    const { data = null, errors = [] } = (await response.json()) as { data?: T | null; errors?: GraphqlError[] };
    return { status: response.status, data, errors };
  }

  /** Sends an operation that is expected to succeed; throws what the server said otherwise. */
  async graphql<T>(document: string, variables: object = {}, headers: Headings = {}): Promise<T> {
    const { data, errors } = await this.ask<T>(document, variables, headers);
    const [error] = errors;
    if (error) throw Object.assign(new Error(`${error.extensions.code}: ${error.message}`), error.extensions);
    if (data === null) throw new Error('The server answered without data');
    return data;
  }

  async signIn(email: string, password: string): Promise<this> {
    const { signIn } = await this.graphql<{ signIn: { __typename: string } }>(
      'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }',
      { input: { email, password } },
    );
    if (!this.cookies.has('wutong_session')) throw new Error(`${email} could not sign in: ${signIn.__typename}`);
    return this;
  }

  /** For a real browser: Playwright's `context.addCookies`. */
  browserCookies(): { name: string; value: string; url: string }[] {
    return [...this.cookies].map(([name, value]) => ({ name, value, url: this.origin }));
  }

  private keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split(';');
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals).trim();
    const expires = attributes.find((part) => /^\s*expires=/i.test(part))?.split('=')[1];
    if (expires && new Date(expires).getTime() <= Date.now()) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(equals + 1));
  }
}
