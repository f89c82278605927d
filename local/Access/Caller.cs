using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace CognitoStack.Local.Access;

/// <summary>Who sends a request.</summary>
public abstract record Caller
{
    /// <summary>ARN as <c>sts:GetCallerIdentity</c> tells it; <c>*</c> for nobody.</summary>
    public abstract string Arn { get; }

    /// <summary>Unique id as <c>sts:GetCallerIdentity</c> tells it, and <c>aws:userid</c> in policies.</summary>
    public abstract string UserId { get; }
}

/// <summary>A request without a signature.</summary>
public sealed record Anonymous : Caller
{
    /// <inheritdoc/>
    public override string Arn => "*";

    /// <inheritdoc/>
    public override string UserId => "anonymous";
}

/// <summary>A service of AWS that acts by itself, for one of its resources.</summary>
/// <param name="Name">Its name as a principal: <c>cognito-idp.amazonaws.com</c>.</param>
/// <param name="Source">ARN of the resource.</param>
public sealed record AwsService(string Name, string Source) : Caller
{
    /// <inheritdoc/>
    public override string Arn => Name;

    /// <inheritdoc/>
    public override string UserId => Name;
}

/// <summary>The developer at this machine, who may do everything that no policy of a resource denies.</summary>
/// <param name="Account">The account.</param>
public sealed record Administrator(string Account) : Caller
{
    /// <inheritdoc/>
    public override string Arn => $"arn:aws:iam::{Account}:user/administrator";

    /// <inheritdoc/>
    public override string UserId => "AIDALOCALADMINISTRATOR";
}

/// <summary>Somebody with temporary credentials of a role.</summary>
public sealed record RoleSession : Caller
{
    /// <summary>ARN of the role.</summary>
    public required string RoleArn { get; init; }

    /// <summary>Name of the session: <c>CognitoIdentityCredentials</c> for those of an identity pool, a function's name for a function's.</summary>
    public required string SessionName { get; init; }

    /// <summary>When the credentials were issued; null before.</summary>
    public DateTimeOffset? Issued { get; init; }

    /// <summary>When the credentials end.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>What policy variables stand for in this session: <c>cognito-identity.amazonaws.com:sub</c> and the like.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Session tags: <c>aws:PrincipalTag/…</c> in policies.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether Cognito's session policy for guests cuts the role down.</summary>
    public bool IsGuest { get; init; }

    /// <inheritdoc/>
    public override string Arn
    {
        get
        {
            var parts = RoleArn.Split(':', 6);
            return $"arn:aws:sts::{parts[4]}:assumed-role/{parts[5].Split('/')[^1]}/{SessionName}";
        }
    }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string UserId => $"{RoleId}:{SessionName}";

    /// <summary>A role's unique id, made from its ARN: it has no other here.</summary>
    private string RoleId =>
        "AROA"
        + string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(RoleArn)).Take(17).Select(b => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[b % 32]));
}
