using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using CognitoStack.Smoke.Checks;

namespace CognitoStack.Smoke.People;

/// <summary>Somebody who signs in: each step is taken once, by whichever check needs it first.</summary>
internal sealed class Actor
{
    public Actor(Subject subject, string login, string email, string password, UserDirectory users, TokenExchange exchange)
    {
        (Subject, Login, Email, Password) = (subject, login, email, password);
        var isMain = subject.Name is "ada" or "ben";
        Exists = new($"{subject.Name} has an account", () => users.CreateAsync(this)) { HasCheck = isMain };
        SignedIn = new(
            $"{subject.Name} signs in",
            async () =>
            {
                await Exists.GetAsync();
                return await users.SignInAsync(subject.Client, Login, Password);
            }
        )
        {
            HasCheck = isMain,
        };
        Identity = new(
            $"{subject.Name} gets credentials",
            async () => await exchange.ExchangeAsync(subject.Name, await SignedIn.GetAsync())
        )
        {
            HasCheck = isMain,
        };
    }

    /// <summary>Somebody of another identity provider: the first sign-in there makes the account.</summary>
    public Actor(Subject subject, string email, IReadOnlyDictionary<string, string> claims, Federation federation, TokenExchange exchange)
    {
        (Subject, Login, Email, Password) = (subject, $"{subject.Provider}_{claims["sub"]}", email, string.Empty);
        Exists = new($"{subject.Name} has an account", async () => (await SignInAsync()).User);
        SignedIn = new(
            $"{subject.Name} signs in",
            async () =>
            {
                await Exists.GetAsync();
                return await SignInAsync();
            }
        );
        Identity = new(
            $"{subject.Name} gets credentials",
            async () => await exchange.ExchangeAsync(subject.Name, await SignedIn.GetAsync())
        );

        async Task<Session> SignInAsync() =>
            await federation.SignInAsync(subject.Client, subject.Provider!, claims) is var answer && answer.Session is { } session
                ? session
                : throw new CheckFailedException(new($"tokens for {subject.Name}", $"the app is told: {answer.Error}"));
    }

    /// <summary>What was decided about them.</summary>
    public Subject Subject { get; }

    /// <summary>What they sign in with.</summary>
    public string Login { get; }

    /// <summary>Their address.</summary>
    public string Email { get; }

    /// <summary>Their password.</summary>
    public string Password { get; }

    /// <summary>Their account; its value is the user's name in the pool.</summary>
    public Shared<string> Exists { get; }

    /// <summary>Their tokens.</summary>
    public Shared<Session> SignedIn { get; }

    /// <summary>Their identity and credentials.</summary>
    public Shared<Identity> Identity { get; }
}

/// <summary>Somebody with temporary credentials.</summary>
/// <param name="Person">Name, identity ID and claims.</param>
/// <param name="Credentials">The credentials.</param>
/// <param name="S3">S3 under them.</param>
/// <param name="Dynamo">DynamoDB under them.</param>
/// <param name="RoleName">Name of the role, as STS tells it.</param>
/// <param name="RoleArn">ARN of the role.</param>
internal sealed record Identity(
    Person Person,
    ImmutableCredentials Credentials,
    AmazonS3Client S3,
    AmazonDynamoDBClient Dynamo,
    string RoleName,
    string RoleArn
)
{
    /// <summary>Identity ID.</summary>
    public string Id => Person.IdentityId;
}
