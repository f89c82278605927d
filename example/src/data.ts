import { CognitoIdentityClient, GetCredentialsForIdentityCommand, GetIdCommand } from '@aws-sdk/client-cognito-identity';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Config } from './config.js';

export interface Note {
    id: string;
    text: string;
}

/** A user's own data, under the temporary credentials that the identity pool gives for the ID token. */
export class Data {
    readonly #config: Config;
    readonly #s3: S3Client;
    readonly #dynamodb: DynamoDBClient;

    private constructor(
        config: Config,
        s3: S3Client,
        dynamodb: DynamoDBClient,
        readonly identityId: string,
        readonly role: string,
        readonly expires: Date,
    ) {
        [this.#config, this.#s3, this.#dynamodb] = [config, s3, dynamodb];
    }

    static async open(config: Config, idToken: string): Promise<Data> {
        const { region, endpoint, userPoolId } = config;
        const Logins = { [`cognito-idp.${region}.amazonaws.com/${userPoolId}`]: idToken };
        const identities = new CognitoIdentityClient({ region, endpoint });
        const { IdentityId } = await identities.send(new GetIdCommand({ IdentityPoolId: config.identityPoolId, Logins }));
        const { Credentials } = await identities.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
        const credentials = { accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: Credentials!.SecretKey!, sessionToken: Credentials!.SessionToken! };
        const settings = { region, endpoint, credentials };
        const { Arn } = await new STSClient(settings).send(new GetCallerIdentityCommand({}));
        return new Data(
            config,
            new S3Client({ ...settings, forcePathStyle: Boolean(endpoint) }),
            new DynamoDBClient(settings),
            IdentityId!,
            Arn!.split('/')[1]!,
            Credentials!.Expiration!,
        );
    }

    #prefix = (owner: string) => `users/${owner}/`;

    async files(owner = this.identityId): Promise<string[]> {
        const { Contents = [] } = await this.#s3.send(new ListObjectsV2Command({ Bucket: this.#config.bucket, Prefix: this.#prefix(owner) }));
        return Contents.map(({ Key }) => Key!.slice(this.#prefix(owner).length));
    }

    async putFile(file: File): Promise<void> {
        await this.#s3.send(
            new PutObjectCommand({
                Bucket: this.#config.bucket,
                Key: this.#prefix(this.identityId) + file.name,
                Body: new Uint8Array(await file.arrayBuffer()),
                ContentType: file.type || 'application/octet-stream',
            }),
        );
    }

    async file(name: string, owner = this.identityId): Promise<string> {
        const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: this.#config.bucket, Key: this.#prefix(owner) + name }));
        return Body!.transformToString();
    }

    async deleteFile(name: string): Promise<void> {
        await this.#s3.send(new DeleteObjectCommand({ Bucket: this.#config.bucket, Key: this.#prefix(this.identityId) + name }));
    }

    async notes(owner = this.identityId): Promise<Note[]> {
        // "owner" is one of DynamoDB's reserved words.
        const { Items = [] } = await this.#dynamodb.send(
            new QueryCommand({
                TableName: this.#config.table,
                KeyConditionExpression: '#owner = :owner',
                ExpressionAttributeNames: { '#owner': 'owner' },
                ExpressionAttributeValues: { ':owner': { S: owner } },
            }),
        );
        return Items.map(({ noteId, text }) => ({ id: noteId!.S!, text: text?.S ?? '' }));
    }

    async addNote(text: string): Promise<void> {
        const noteId = `${new Date().toISOString()}-${crypto.randomUUID().slice(0, 8)}`;
        await this.#dynamodb.send(new PutItemCommand({ TableName: this.#config.table, Item: { owner: { S: this.identityId }, noteId: { S: noteId }, text: { S: text } } }));
    }

    async deleteNote({ id }: Note): Promise<void> {
        await this.#dynamodb.send(new DeleteItemCommand({ TableName: this.#config.table, Key: { owner: { S: this.identityId }, noteId: { S: id } } }));
    }
}
