namespace CognitoStack.Local.Deployment;

/// <summary>How templates are deployed to this machine.</summary>
public sealed record DeploymentOptions
{
    /// <summary>Account of stacks that leave it open.</summary>
    public string Account { get; init; } = "111122223333";

    /// <summary>Region of stacks that leave it open.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>File with what <c>{{resolve:…}}</c> stands for; null is <c>secrets.json</c> in the state folder.</summary>
    public string? SecretsFile { get; init; }

    /// <summary>Whether types and properties that nothing here honours are listed, and no reason to reject a template.</summary>
    public bool AcceptsIgnored { get; init; }

    /// <summary>Whether templates that change are deployed again.</summary>
    public bool Watch { get; init; }

    /// <summary>How often files are looked at, and how long they must have been still.</summary>
    public TimeSpan WatchInterval { get; init; } = TimeSpan.FromMilliseconds(500);
}
