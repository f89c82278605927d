// Users who sign in and work at the same time, with the AWS SDK as it is; each remembers what was acknowledged to it.
import { randomBytes, randomUUID } from 'node:crypto';
import {
  CognitoIdentityProviderClient as UserPool,
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import { srp } from './srp.mjs';

const isDenied = (error) => ['AccessDenied', 'AccessDeniedException'].includes(error.name);

/** Kinds of turns: half of them at what is another's. */
export const mixed = ['putItem', 'readOtherItem', 'getItem', 'writeOtherItem', 'putObject', 'readOtherObject', 'getObject', 'writeOtherObject'];

/** Runs a turn of each in parallel until all turns are done; what goes wrong is counted, not thrown. */
export async function crowd(people, turns, turn) {
  const wrong = [];
  const errors = [];
  const start = performance.now();
  await Promise.all(
    people.map(async (person, index) => {
      for (let n = 0; n < turns / people.length; n += 1) {
        try {
          const complaint = await turn(person, n, index);
          if (complaint) wrong.push(complaint);
        } catch (error) {
          errors.push(`${error.name}: ${error.message}`);
        }
      }
    }),
  );
  return { seconds: (performance.now() - start) / 1000, wrong, errors };
}

/** Runs `work` and says how long it took. */
async function timed(times, work) {
  const start = performance.now();
  const result = await work();
  times.push(performance.now() - start);
  return result;
}

export class User {
  /** Of the identity pool: there from `exchange()` on. @type {string} */
  identity;
  /** @type {DynamoDBClient} */
  dynamo;
  /** @type {S3Client} */
  s3;
  items = new Map();
  objects = new Map();
  session = randomUUID();
  counted = 0;
  lastCount = 0;
  written = 0;
  seen = 0;

  constructor({ outputs, endpoint, region }, { name = `${randomUUID()}@example.com`, password = `Aa1!${randomBytes(12).toString('hex')}` } = {}) {
    this.outputs = outputs;
    this.endpoint = endpoint;
    this.region = region;
    this.name = name;
    this.password = password;
    this.pool = new UserPool({ endpoint, region, credentials: { accessKeyId: 'none', secretAccessKey: 'none' }, signer: { sign: async (request) => request } });
  }

  async create(admin, group) {
    const user = { UserPoolId: this.outputs.UserPoolId, Username: this.name };
    await admin.send(
      new AdminCreateUserCommand({
        ...user,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: this.name },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    );
    await admin.send(new AdminSetUserPasswordCommand({ ...user, Password: this.password, Permanent: true }));
    if (group) await admin.send(new AdminAddUserToGroupCommand({ ...user, GroupName: group }));
  }

  async signIn(times) {
    const proof = srp(this.outputs.UserPoolId, this.password);
    const client = { ClientId: this.outputs.ClientIdWeb };
    const { AuthenticationResult } = await timed(times, async () => {
      const { ChallengeParameters = {} } = await this.pool.send(
        new InitiateAuthCommand({ ...client, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: this.name, SRP_A: proof.start } }),
      );
      return this.pool.send(
        new RespondToAuthChallengeCommand({ ...client, ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses: proof.answer(/** @type {any} */ (ChallengeParameters)) }),
      );
    });
    this.token = AuthenticationResult.IdToken;
  }

  async exchange() {
    const { endpoint, region, outputs } = this;
    const credentials = fromCognitoIdentityPool({
      clientConfig: { endpoint, region },
      identityPoolId: outputs.IdentityPoolId,
      logins: { [`cognito-idp.${region}.amazonaws.com/${outputs.UserPoolId}`]: this.token },
    });
    this.identity = (await credentials()).identityId;
    this.dynamo = new DynamoDBClient({ endpoint, region, credentials });
    this.s3 = new S3Client({ endpoint, region, credentials });
  }

  /** Another session of the same user. */
  async twin() {
    const twin = new User(this, this);
    await twin.signIn([]);
    await twin.exchange();
    return twin;
  }

  key = (owner, n) => ({ owner: { S: owner.identity }, noteId: { S: `note-${n}` } });
  place = (owner, n) => ({ Bucket: this.outputs.BucketNameFiles, Key: `users/${owner.identity}/file-${n}.txt` });

  /** One read or write of its own, or a try at another's: a text where the outcome is not the right one. */
  async act(kind, n, other, times) {
    const value = randomUUID();
    const table = { TableName: this.outputs.TableNameNotes };
    const own = {
      putItem: async () => {
        await timed(times, () => this.dynamo.send(new PutItemCommand({ ...table, Item: { ...this.key(this, n), text: { S: value } } })));
        this.items.set(n, value);
      },
      getItem: async () => {
        const { Item } = await timed(times, () => this.dynamo.send(new GetItemCommand({ ...table, Key: this.key(this, n), ConsistentRead: true })));
        return Item?.text.S !== this.items.get(n) && 'read an item that it did not write';
      },
      putObject: async () => {
        await timed(times, () => this.s3.send(new PutObjectCommand({ ...this.place(this, n), Body: value })));
        this.objects.set(n, value);
      },
      getObject: async () => {
        if (!this.objects.has(n)) return own.putObject();
        const { Body } = await timed(times, () => this.s3.send(new GetObjectCommand(this.place(this, n))));
        return (await Body.transformToString()) !== this.objects.get(n) && 'read an object that it did not write';
      },
    };
    if (own[kind]) return (await own[kind]()) || undefined;
    const foreign = {
      readOtherItem: () => this.dynamo.send(new GetItemCommand({ ...table, Key: this.key(other, n) })),
      writeOtherItem: () => this.dynamo.send(new PutItemCommand({ ...table, Item: { ...this.key(other, n), text: { S: value } } })),
      readOtherObject: () => this.s3.send(new GetObjectCommand(this.place(other, n))),
      writeOtherObject: () => this.s3.send(new PutObjectCommand({ ...this.place(other, n), Body: value })),
    };
    return timed(times, () =>
      foreign[kind]().then(
        () => `${kind} was allowed`,
        (error) => {
          if (!isDenied(error)) throw error;
        },
      ),
    );
  }

  /** A turn at the one item and the one object that all sessions of a user share: a text where something of a session is undone. */
  async share(times) {
    const { Attributes } = await timed(times, () =>
      this.dynamo.send(
        new UpdateItemCommand({
          TableName: this.outputs.TableNameNotes,
          Key: this.key(this, 'shared'),
          UpdateExpression: 'ADD #c :one',
          ExpressionAttributeNames: { '#c': 'count' },
          ExpressionAttributeValues: { ':one': { N: '1' } },
          ReturnValues: 'UPDATED_NEW',
        }),
      ),
    );
    const before = this.lastCount;
    this.lastCount = Number(Attributes.count.N);
    this.counted += 1;
    if (this.lastCount <= before) return 'a count went back';
    const number = this.written + 1;
    await timed(times, () => this.s3.send(new PutObjectCommand({ ...this.place(this, 'shared'), Body: `${this.session} ${number}` })));
    this.written = number;
    const { Body } = await timed(times, () => this.s3.send(new GetObjectCommand(this.place(this, 'shared'))));
    const [session, found] = (await Body.transformToString()).split(' ');
    if (session === this.session) return Number(found) === number ? undefined : 'read what it had overwritten';
    if (!(Number(found) >= this.seen)) return 'read what the other session had overwritten';
    this.seen = Number(found);
    return undefined;
  }

  /** How much is missing of what it and the other session have counted together. */
  async uncounted(twin) {
    const { Item } = await this.dynamo.send(new GetItemCommand({ TableName: this.outputs.TableNameNotes, Key: this.key(this, 'shared'), ConsistentRead: true }));
    return this.counted + twin.counted - Number(Item?.count.N ?? 0);
  }

  /** How many of its acknowledged items and objects are not there as acknowledged. */
  async lost() {
    let lost = 0;
    for (const n of this.items.keys()) if (await this.act('getItem', n, null, [])) lost += 1;
    for (const n of this.objects.keys()) if (await this.act('getObject', n, null, [])) lost += 1;
    return lost;
  }
}
