// Sign-up and sign-in by Amplify UI's own component, configured by what `npm run outputs -- --format amplify` wrote.
import '@aws-amplify/ui-react/styles.css';
import { Authenticator, useAuthenticator } from '@aws-amplify/ui-react';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession } from 'aws-amplify/auth';
import { parseAmplifyConfig } from 'aws-amplify/utils';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** Amplify's file has no place for addresses of pools: they are all that the local AWS needs beside it. */
function configure(outputs: { custom: { endpoint?: string } }) {
    const config = parseAmplifyConfig(outputs as unknown as Parameters<typeof parseAmplifyConfig>[0]);
    const { endpoint } = outputs.custom;
    if (endpoint && config.Auth) Object.assign(config.Auth.Cognito, { userPoolEndpoint: endpoint, identityPoolEndpoint: endpoint });
    Amplify.configure(config);
}

function Account() {
    const { signOut } = useAuthenticator();
    const [session, setSession] = useState<{ email?: string; identity?: string }>({});
    useEffect(() => {
        void fetchAuthSession().then(({ tokens, identityId }) => setSession({ email: String(tokens?.idToken?.payload['email']), identity: identityId }));
    }, []);
    return (
        <main>
            <h1>Hello {session.email}</h1>
            <p>Your data is under {session.identity}.</p>
            <button onClick={signOut}>Sign out</button>
        </main>
    );
}

configure(await (await fetch('/amplify_outputs.json')).json());
createRoot(document.body.appendChild(document.createElement('div'))).render(
    <Authenticator>
        <Account />
    </Authenticator>,
);
