/** What the app is told of its deployment: `/config.json`, which the server makes of the outputs of the stacks. */
export interface Config {
    region: string;
    userPoolId: string;
    clientId: string;
    identityPoolId: string;
    /** Where users sign in: `https://PREFIX.auth.REGION.amazoncognito.com`, or the local AWS. */
    loginUrl: string;
    bucket: string;
    table: string;
    /** Address of the local AWS; absent on AWS. */
    endpoint?: string;
}

export async function loadConfig(): Promise<Config> {
    const answer = await fetch('/config.json', { cache: 'no-store' });
    if (!answer.ok) throw new Error(`The app has no configuration: ${await answer.text()}`);
    return answer.json();
}
