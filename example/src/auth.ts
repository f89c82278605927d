import { UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import type { Config } from './config.js';

/** Signs in and out by the login pages of the user pool: OpenID Connect, authorization code with PKCE. */
export class Auth {
    readonly #manager: UserManager;
    readonly #config: Config;

    constructor(config: Config) {
        this.#config = config;
        const { loginUrl, region, userPoolId } = config;
        const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
        this.#manager = new UserManager({
            authority: issuer,
            // Tokens name AWS's issuer wherever they come from; the pages are where the outputs say.
            metadata: {
                issuer,
                authorization_endpoint: `${loginUrl}/oauth2/authorize`,
                token_endpoint: `${loginUrl}/oauth2/token`,
                userinfo_endpoint: `${loginUrl}/oauth2/userInfo`,
                revocation_endpoint: `${loginUrl}/oauth2/revoke`,
                jwks_uri: `${config.endpoint ? `${config.endpoint}/${userPoolId}` : issuer}/.well-known/jwks.json`,
            },
            client_id: config.clientId,
            redirect_uri: `${location.origin}/callback`,
            scope: 'openid email profile',
            revokeTokensOnSignout: true,
            // Gone with the tab: a stolen device has no tokens of yesterday.
            userStore: new WebStorageStateStore({ store: sessionStorage }),
        });
    }

    signIn = () => this.#manager.signinRedirect();

    /** Who has signed in; null for nobody. Takes the answer of the login pages where there is one. */
    async user(): Promise<User | null> {
        if (location.pathname === '/callback') {
            try {
                return (await this.#manager.signinCallback()) ?? null;
            } finally {
                history.replaceState(null, '', '/');
            }
        }
        const user = await this.#manager.getUser();
        return user?.expired ? this.#manager.signinSilent().catch(() => null) : user;
    }

    async signOut(): Promise<void> {
        await this.#manager.revokeTokens(['refresh_token']).catch(() => {});
        await this.#manager.removeUser();
        location.assign(`${this.#config.loginUrl}/logout?client_id=${this.#config.clientId}&logout_uri=${encodeURIComponent(`${location.origin}/`)}`);
    }
}
