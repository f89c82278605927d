// What bounds a sign-in on AWS, as the services' documents have it on the day below, and how each bound works.

/** The day on which the sources were read. */
export const asOf = '2026-11-29';

const cognito = 'https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html';
const scaling = 'https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html';
const onDemand = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html';
const partition = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html';

/**
 * What may be asked for in a second, or be at work at once. `raise`: how it is raised; null where AWS raises it for nobody.
 * @typedef {{ name: string, unit: string, most: number, raise: string | null, source: string }} Limit
 * @type {Readonly<Record<string, Limit>>}
 */
export const limits = {
  userAuthentication: { name: 'Cognito UserAuthentication', unit: 'InitiateAuth a second', most: 120, raise: 'Service Quotas L-026ADBA3', source: cognito },
  challenges: { name: 'Cognito challenge answers', unit: 'RespondToAuthChallenge a second', most: 360, raise: 'follows UserAuthentication: three times as many', source: cognito },
  userUpdate: { name: 'Cognito UserUpdate', unit: 'AdminUpdateUserAttributes a second', most: 25, raise: null, source: cognito },
  getId: { name: 'Identity pool GetId', unit: 'GetId a second', most: 25, raise: 'Service Quotas L-A38ADA84', source: cognito },
  getCredentials: { name: 'Identity pool GetCredentialsForIdentity', unit: 'calls a second', most: 200, raise: 'Service Quotas L-5AE9F13D', source: cognito },
  concurrency: { name: 'Lambda concurrency', unit: 'functions at work at once', most: 1000, raise: 'Service Quotas L-B99A9384', source: lambda },
  scaling: { name: 'Lambda scaling rate', unit: 'new environments a second, each function', most: 100, raise: null, source: scaling },
  denyListReads: { name: 'Deny list table', unit: 'read units a second, a new table', most: 12_000, raise: 'warm throughput, then Service Quotas beyond 40,000', source: onDemand },
  denyListKey: { name: 'One key of the deny list', unit: 'read units a second', most: 3000, raise: null, source: partition },
  auditWrites: { name: 'Audit table', unit: 'write units a second, a new table', most: 4000, raise: 'warm throughput, then Service Quotas beyond 40,000', source: onDemand },
};

/** So many a second, and no more saved up than those of one second; it remembers how many were asked for in each. */
export class Rate {
  #level;
  #at = 0;
  asked = /** @type {number[]} */ ([]);

  constructor(most) {
    this.most = most;
    this.#level = most;
  }

  /** Takes `count` at a time in milliseconds; false: there are too few. */
  take(now, count = 1) {
    this.asked[Math.floor(now / 1000)] = (this.asked[Math.floor(now / 1000)] ?? 0) + count;
    this.#level = Math.min(this.most, this.#level + ((now - this.#at) / 1000) * this.most);
    this.#at = now;
    if (this.#level < count) return false;
    this.#level -= count;
    return true;
  }
}

/** The execution environments of a function. Those that wait for work do not count against the account's concurrency. */
export class Fleet {
  #idle = 0;
  #fresh;
  #at = 0;
  coldStarts = 0;

  constructor(account, perSecond) {
    this.account = account;
    this.perSecond = perSecond;
    this.#fresh = 10 * perSecond;
  }

  /** Begins a call: 'warm', 'cold', or null where the function is throttled. */
  begin(now) {
    if (this.account.busy >= this.account.most) return null;
    // What is not used of it does not add up beyond one interval of ten seconds.
    this.#fresh = Math.min(10 * this.perSecond, this.#fresh + ((now - this.#at) / 1000) * this.perSecond);
    this.#at = now;
    const isWarm = this.#idle > 0;
    if (!isWarm && this.#fresh < 1) return null;
    if (isWarm) this.#idle--;
    else {
      this.#fresh--;
      this.coldStarts++;
    }
    this.account.busy++;
    this.account.peak = Math.max(this.account.peak, this.account.busy);
    return isWarm ? 'warm' : 'cold';
  }

  end() {
    this.account.busy--;
    this.#idle++;
  }
}
