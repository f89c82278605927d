using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Iam;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Access;

/// <summary>The condition keys that a request of any service has: those of <c>aws:</c>, and of identities. Those of services are given by them. A policy that tests one of which nobody here can tell
/// whether AWS would have it, and with which value, cannot be judged: a condition on a key that is not there holds or fails by its operator alone.</summary>
/// <remarks>Source: IAM User Guide, "AWS global condition context keys"
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html),
/// and for the keys of principals "IAM policy elements: Variables and tags"
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).</remarks>
internal sealed partial record GlobalKeys
{
    private const string Cognito = "cognito-identity.amazonaws.com";
    private const string Unknown = "${unknown}";
    private static readonly string[] Parts = ["Resource", "NotResource", "Condition"];

    /// <summary>Of a request of which all is known that can be.</summary>
    private static readonly GlobalKeys Known = new()
    {
        Deployed = new(string.Empty, string.Empty, [], new Dictionary<string, IReadOnlyDictionary<string, string>>()),
        Now = DateTimeOffset.UnixEpoch,
        Resource = "arn",
        Caller = new RoleSession
        {
            RoleArn = string.Empty,
            SessionName = string.Empty,
            Issued = DateTimeOffset.UnixEpoch,
            Expires = DateTimeOffset.UnixEpoch,
        },
        Http = new DefaultHttpContext { Connection = { RemoteIpAddress = System.Net.IPAddress.Loopback } },
    };

    public required Deployed Deployed { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>The resource asked for; <c>*</c> where the action knows none.</summary>
    public required string Resource { get; init; }

    /// <summary>Who calls; null where somebody takes on a role, who is no principal yet.</summary>
    public Caller? Caller { get; init; }

    /// <summary>The request as it came in; null where another service sends it on.</summary>
    public HttpContext? Http { get; init; }

    /// <summary>Whether a service asks in the caller's name.</summary>
    public bool IsByService { get; init; }

    /// <summary>Adds the keys that the policies test with an action.</summary>
    /// <exception cref="UnjudgeablePolicyException">One that nobody here knows.</exception>
    public void AddTo(JsonObject context, string action, IEnumerable<HashedPolicy> policies)
    {
        var given = context.Select(k => k.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var policy in policies)
        foreach (var key in TemplatePolicies.Statements(policy.Document).Where(s => Speaks(s, action)).SelectMany(Keys).Where(given.Add))
            if (Value(key, action) is { } value)
                context[key] =
                    value != Unknown
                        ? value
                        : throw new UnjudgeablePolicyException($"{DecidingStatement.PolicyName(policy.Name)} tests {key}, {Because(key)}");
    }

    /// <summary>Why nobody can be judged by a condition on a key, however much is known of the request; null for a key by which somebody can.</summary>
    public static string? WhyNot(string key) =>
        IsOfIdentity(key) || Known.Value(key, string.Empty) == Unknown || ServiceKeys.AreTold(key) == false ? Because(key) : null;

    /// <summary>The value of a key for an action; null for one that AWS would not have either.</summary>
    private string? Value(string key, string action) =>
        key.Split('/')[0].ToLowerInvariant() switch
        {
            // Of whatever a function calls with its role.
            "lambda:sourcefunctionarn" when Caller is RoleSession { Variables.Count: 0 } => Unknown,
            // What is known of them has been given; those of other services no request has.
            _ when !IsGlobal(key) && !IsOfIdentity(key) => ServiceKeys.ServiceOf(key) == ServiceKeys.ServiceOf(action)
            && ServiceKeys.AreTold(key) != true
                ? Unknown
                : null,

            "aws:securetransport" => "true",
            "aws:currenttime" => Text(Now),
            "aws:epochtime" => Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            "aws:requestedregion" => Deployed.Region,
            "aws:resourceaccount" when Resource != "*" => Deployed.Account,
            "aws:viaawsservice" => IsByService ? "true" : "false",

            "aws:sourceip" when Http?.Connection.RemoteIpAddress is { } address => (
                address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
            ).ToString(),
            "aws:useragent" when Http is not null => Header("User-Agent"),
            "aws:referer" when Http is not null => Header("Referer"),

            "aws:principaltype" when Caller is not null => Caller switch
            {
                RoleSession => "AssumedRole",
                Administrator => "User",
                AwsService => null,
                _ => "Anonymous",
            },
            "aws:principalarn" when Caller is not null => Caller switch
            {
                RoleSession session => session.RoleArn,
                Administrator user => user.Arn,
                _ => null,
            },
            "aws:principalaccount" when Caller is not null => Caller is Anonymous or AwsService ? null : Deployed.Account,
            "aws:principalisawsservice" when Caller is not null => Caller switch
            {
                Anonymous => null,
                AwsService => "true",
                _ => "false",
            },
            "aws:userid" when Caller is not null => Caller.UserId,
            "aws:username" when Caller is not null => Caller is Administrator ? "administrator" : null,
            // Of temporary credentials: when they were issued, and by whose word.
            "aws:tokenissuetime" when Caller is RoleSession { Issued: { } issued } => Text(issued),
            "aws:federatedprovider"
                when Caller is RoleSession { Variables: { Count: > 0 } variables } && variables.ContainsKey($"{Cognito}:sub") => Cognito,
            "aws:tokenissuetime"
            or "aws:multifactorauthpresent"
            or "aws:federatedprovider" when Caller is Administrator or Anonymous or AwsService => null,
            "aws:federatedprovider" when Caller is RoleSession { Variables.Count: 0 } => null,

            // Tags: those that a session or a request has, have been given.
            "aws:principaltag" or "aws:requesttag" or "aws:tagkeys" => null,
            // Of a service that calls as itself.
            "aws:principalservicename" when Caller is AwsService service => service.Name,
            "aws:sourcearn" when Caller is AwsService service => service.Source,
            "aws:sourceaccount" when Caller is AwsService => Deployed.Account,
            "aws:principalservicename"
            or "aws:principalservicenameslist"
            or "aws:sourceaccount"
            or "aws:sourcearn"
            or "aws:sourceorgid"
            or "aws:sourceorgpaths" => null,
            // Of services that call in the name of somebody; S3 is none of them.
            "aws:calledvia" or "aws:calledviafirst" or "aws:calledvialast" => null,
            // Of a request by an endpoint of a VPC, or from an EC2 instance.
            "aws:sourcevpc"
            or "aws:sourcevpce"
            or "aws:sourcevpcarn"
            or "aws:vpcsourceip"
            or "aws:vpceaccount"
            or "aws:vpceorgid"
            or "aws:vpceorgpaths"
            or "aws:ec2instancesourcevpc"
            or "aws:ec2instancesourceprivateipv4" => null,
            // Of sessions that begin otherwise than here.
            "aws:multifactorauthage" or "aws:sourceidentity" or "aws:assumedroot" or "aws:chatbotsourcearn" => null,

            // Sessions of an identity pool have them, but the evaluator takes them in trust policies alone.
            _ when IsOfIdentity(key)
                    && !(
                        Caller is RoleSession { Variables: var of } && of.Keys.Any(k => k.Equals(key, StringComparison.OrdinalIgnoreCase))
                    ) => null,

            _ => Unknown,
        };

    private static string Because(string key) =>
        IsOfIdentity(key)
            ? "by which requests cannot be judged here; write it as a policy variable"
            : "of which nobody here can tell what it is in AWS";

    private string? Header(string name) => Http!.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    private static bool IsGlobal(string key) => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase);

    private static bool IsOfIdentity(string key) => key.StartsWith($"{Cognito}:", StringComparison.OrdinalIgnoreCase);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Whether a statement has anything to say of an action.</summary>
    private static bool Speaks(JsonObject statement, string action)
    {
        bool Names(string part) =>
            (statement[part] is JsonArray many ? many : [statement[part]?.DeepClone()]).Any(p =>
                p is not null
                && FileSystemName.MatchesSimpleExpression(p.ToString().Replace("\\", "\\\\", StringComparison.Ordinal), action)
            );
        return statement.ContainsKey("NotAction") ? !Names("NotAction") : Names("Action");
    }

    private static IEnumerable<string> Keys(JsonObject statement)
    {
        var tested = PolicyBinding.Tested(statement);
        var named = Parts.SelectMany(p => Variable().Matches(statement[p]?.ToJsonString() ?? string.Empty)).Select(m => m.Groups[1].Value);
        return tested.Concat(named);
    }

    [GeneratedRegex(@"\$\{\s*([a-z0-9-]+:[^},\s]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Variable();
}
