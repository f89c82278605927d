using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Principals;

/// <summary>Why a principal may be let in. Conditions count only in the forms that surely hold: an operator that passes what is absent, or a pattern, is no guard.</summary>
internal sealed class Reasons(Deployment deployment)
{
    private const string Role = "AWS::IAM::Role";

    /// <summary>What AWS's services do for the stacks, by the policies that let them, with the actions that it takes.</summary>
    private static readonly Dictionary<(string Service, string Type), string[]> Known = new()
    {
        // Cognito sends text messages, and asks for the key of custom senders.
        [("cognito-idp", Role)] = ["sts:AssumeRole"],
        [("cognito-idp", "AWS::KMS::Key")] = ["kms:CreateGrant", "kms:Encrypt"],
        // S3 logs who reads buckets; logs of Cognito and of the firewall are vended.
        [("logging.s3", "AWS::S3::BucketPolicy")] = ["s3:PutObject"],
        [("delivery.logs", "AWS::S3::BucketPolicy")] = ["s3:GetBucketAcl", "s3:PutObject"],
        [("delivery.logs", "AWS::Logs::ResourcePolicy")] = ["logs:CreateLogStream", "logs:PutLogEvents"],
        [("delivery.logs", "AWS::KMS::Key")] = ["kms:GenerateDataKey*"],
        // Alarms go to the topic.
        [("cloudwatch", "AWS::SNS::TopicPolicy")] = ["sns:Publish"],
        [("cloudwatch", "AWS::KMS::Key")] = ["kms:Decrypt", "kms:GenerateDataKey*"],
    };
    private static readonly string[] OfArns = ["ArnEquals", "ArnLike", "StringEquals"];

    private readonly TemplateSet templates = deployment.Templates;
    private readonly HashSet<string> functionRoles =
    [
        .. deployment.Templates.OfType("AWS::Lambda::Function").Select(f => f.Text("Role") ?? ""),
    ];

    /// <summary>What is wrong with letting somebody in; null where there is a reason.</summary>
    public string? Against(Door door, Principal principal) =>
        principal.Kind switch
        {
            "Service" => AgainstService(door, principal.Value),
            "Federated" => AgainstFederated(door, principal.Value),
            "AWS" => AgainstAccount(door, principal.Value),
            "NotPrincipal" => "everybody but those whom it names is let in",
            _ => "no user, function or service of the environment is named so",
        };

    /// <summary>What a service needs to do by the policy of a resource; nothing where it has no business there.</summary>
    public static IReadOnlyList<string> Needs(Door door, string name) =>
        ServiceOf(name) is { } service ? Known.GetValueOrDefault((service, door.Resource.Type), []) : [];

    private static string? ServiceOf(string name) =>
        name.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? name[..^".amazonaws.com".Length] : null;

    private string? AgainstService(Door door, string name)
    {
        var service = ServiceOf(name);
        if (service == "lambda" && door.Resource.Type == Role)
            return functionRoles.Contains(door.Resource.Arn) ? null : "no function of the environment has the role";
        if (service is null || !Known.ContainsKey((service, door.Resource.Type)))
            return $"nothing of the environment needs this service in a {door.Resource.Type}";
        if (!IsForThisAccount(door))
            return "neither aws:SourceAccount nor aws:SourceArn binds the service to this account: it may act for another";
        return door.Resource.Type == Role && Values(door, "StringEquals", "sts:ExternalId") is []
            ? "sts:ExternalId does not bind the service to this user pool"
            : null;
    }

    private string? AgainstFederated(Door door, string name)
    {
        if (name != templates.Identities)
            return "only identities of the identity pool take on roles";
        if (door.Resource.Type != Role)
            return "identities of the identity pool come with a role, and never as themselves";
        if (Values(door, "StringEquals", $"{name}:aud") is not [var pool] || pool != deployment.IdentityPool.Name)
            return $"{name}:aud does not bind it to this identity pool";
        return
            Values(door, "ForAnyValue:StringLike", $"{name}:amr").Concat(Values(door, "ForAnyValue:StringEquals", $"{name}:amr")).ToList()
                is ["authenticated" or "unauthenticated"]
            ? null
            : $"{name}:amr does not say whether it is for users or for guests";
    }

    private string? AgainstAccount(Door door, string name)
    {
        if (name == "*")
            return "everybody is let in, and a condition does not say who they are";
        if (templates.FindByArn(name)?.Type == Role)
            return null;
        var isAccount = name == templates.Account || name == $"arn:{templates.Partition}:iam::{templates.Account}:root";
        if (!isAccount)
            return "it is no role of the environment, nor this account";
        // Without it nobody could administer a key: KMS Developer Guide, "Default key policy".
        return door.Resource.Type == "AWS::KMS::Key" ? null : "whoever in the account has the right by a policy of their own is let in";
    }

    private bool IsForThisAccount(Door door)
    {
        var accounts = Values(door, "StringEquals", "aws:SourceAccount");
        var arns = OfArns.SelectMany(o => Values(door, o, "aws:SourceArn")).ToList();
        return accounts.Count > 0
            ? accounts.All(a => a == templates.Account)
            : arns.Count > 0 && arns.All(a => a.Split(':') is [_, _, _, _, var account, ..] && account == templates.Account);
    }

    private static List<string> Values(Door door, string @operator, string key) =>
        (door.Statement["Condition"]?[@operator]?.AsObject() ?? [])
            .Where(c => c.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            .SelectMany(c => TemplatePolicies.Texts(c.Value))
            .ToList();
}
