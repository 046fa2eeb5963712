import type { Api } from "../cluster/api.ts";
import { paths } from "../conformance/objects.ts";

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const lifetimeSeconds = 3_600;

/** A service account that may look at one namespace, its own, as long as it is bound. */
export class Account {
  readonly name = "looker";
  readonly #api: Api;
  readonly #namespace: string;

  private constructor(api: Api, namespace: string) {
    this.#api = api;
    this.#namespace = namespace;
  }

  static async create(api: Api, namespace: string): Promise<Account> {
    const account = new Account(api, namespace);
    await api.create(paths.serviceAccounts(namespace), { metadata: { name: account.name } });
    await account.bind();
    return account;
  }

  async bind(): Promise<void> {
    const { name } = this;
    await this.#api.create(`${rbac}/namespaces/${this.#namespace}/rolebindings`, {
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
      subjects: [{ kind: "ServiceAccount", name, namespace: this.#namespace }],
    });
  }

  async unbind(): Promise<void> {
    await this.#api.delete(`${rbac}/namespaces/${this.#namespace}/rolebindings/${this.name}`);
  }

  /** A token that is good until it is revoked. */
  async token(): Promise<Token> {
    const secrets = paths.secrets(this.#namespace);
    const { body: secret } = await this.#api.create(secrets, {
      metadata: { generateName: "key-" },
    });
    const { name, uid } = (secret as { metadata: { name: string; uid: string } }).metadata;
    const path = `${paths.serviceAccounts(this.#namespace, this.name)}/token`;
    const { body } = await this.#api.create(path, {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: {
        expirationSeconds: lifetimeSeconds,
        boundObjectRef: { apiVersion: "v1", kind: "Secret", name, uid },
      },
    });
    const revoke = async () => {
      await this.#api.delete(paths.secrets(this.#namespace, name));
    };
    return { text: (body as { status: { token: string } }).status.token, revoke };
  }
}

export interface Token {
  readonly text: string;
  /** The API server forgets within some seconds that it knew it. */
  revoke(): Promise<void>;
}
