using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using static CognitoStack.Local.Front.QueryXml;

namespace CognitoStack.Local.Iam;

/// <summary>Roles and their policies.</summary>
/// <remarks>Source: IAM API Reference, "GetRolePolicy", "PutRolePolicy", "UpdateAssumeRolePolicy"
/// (https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html). Documents are percent-encoded in answers.</remarks>
internal sealed class RoleOperations(IDeployment deployment, IResourceChanges changes, IAuthorizer authorizer) : IIamOperations
{
    public IReadOnlyDictionary<string, QueryOperation> Operations =>
        new Dictionary<string, QueryOperation>
        {
            ["GetRole"] = (call, cancel) => WithAsync(call, role => [new("Role", Told(role).Append(TagsOf(role)))], cancel),
            ["ListRoleTags"] = (call, cancel) => WithAsync(call, role => [TagsOf(role), new("IsTruncated", "false")], cancel),
            ["ListRoles"] = async (call, cancel) =>
            {
                await RequireAsync(call, "*", cancel);
                return
                [
                    List("Roles", deployment.Current.OfType("AWS::IAM::Role").OrderBy(r => r.Name, StringComparer.Ordinal).Select(Told)),
                    new("IsTruncated", "false"),
                ];
            },
            ["ListRolePolicies"] = (call, cancel) =>
                WithAsync(call, role => [List("PolicyNames", Inline(role).Select(p => p.Name)), new("IsTruncated", "false")], cancel),
            ["GetRolePolicy"] = (call, cancel) =>
                WithAsync(
                    call,
                    role =>
                        Inline(role).FirstOrDefault(p => p.Name == call.Required("PolicyName")) is { Document: { } document }
                            ?
                            [
                                new("RoleName", role.Name),
                                new("PolicyName", call.Required("PolicyName")),
                                new("PolicyDocument", Encoded(document)),
                            ]
                            : throw NoSuch($"The role policy with name {call.Required("PolicyName")} cannot be found."),
                    cancel
                ),
            ["ListAttachedRolePolicies"] = (call, cancel) =>
                WithAsync(
                    call,
                    role =>
                        [
                            List(
                                "AttachedPolicies",
                                Attached(role)
                                    .Select(arn => new XElement[] { new("PolicyName", arn.Split('/')[^1]), new("PolicyArn", arn) })
                            ),
                            new("IsTruncated", "false"),
                        ],
                    cancel
                ),
            ["PutRolePolicy"] = PutAsync,
            ["DeleteRolePolicy"] = DeleteAsync,
            ["UpdateAssumeRolePolicy"] = (call, cancel) =>
                ChangeAsync(call, role => role["AssumeRolePolicyDocument"] = Parsed(call.Required("PolicyDocument")), cancel),
        };

    private async Task<IEnumerable<XElement>> WithAsync(
        QueryCall call,
        Func<Resource, IEnumerable<XElement>> tell,
        CancellationToken cancel
    ) => tell(await RoleAsync(call, cancel));

    private async Task<IEnumerable<XElement>> PutAsync(QueryCall call, CancellationToken cancel)
    {
        var (role, name, document) = (await RoleAsync(call, cancel), call.Required("PolicyName"), Parsed(call.Required("PolicyDocument")));
        if (Beside(role).FirstOrDefault(p => NameOf(p) == name) is { } policy)
            await changes.ChangeAsync(policy, properties => properties["PolicyDocument"] = document, cancel);
        else if (
            !await changes.RestoreAsync(
                p => IsBeside(p, role) && NameOf(p) == name,
                properties => properties["PolicyDocument"] = document,
                cancel
            )
        )
            await changes.ChangeAsync(role, properties => Put(properties, name, document), cancel);
        return [];
    }

    private async Task<IEnumerable<XElement>> DeleteAsync(QueryCall call, CancellationToken cancel)
    {
        var (role, name) = (await RoleAsync(call, cancel), call.Required("PolicyName"));
        if (Beside(role).FirstOrDefault(p => NameOf(p) == name) is not { } policy)
            await changes.ChangeAsync(role, properties => Put(properties, name, null), cancel);
        else if (policy.Properties["Roles"] is JsonArray { Count: > 1 } roles)
            await changes.ChangeAsync(
                policy,
                properties =>
                    properties["Roles"] = new JsonArray([.. roles.Where(r => r?.ToString() != role.Name).Select(r => r?.DeepClone())]),
                cancel
            );
        else
            await changes.RemoveAsync(policy, cancel);
        return [];
    }

    private async Task<IEnumerable<XElement>> ChangeAsync(QueryCall call, Action<JsonObject> change, CancellationToken cancel)
    {
        await changes.ChangeAsync(await RoleAsync(call, cancel), change, cancel);
        return [];
    }

    private async Task<Resource> RoleAsync(QueryCall call, CancellationToken cancel)
    {
        var name = call.Required("RoleName");
        var role = deployment.Current.Find("AWS::IAM::Role", name);
        await RequireAsync(call, role?.Arn ?? $"arn:aws:iam::{deployment.Current.Account}:role/{name}", cancel);
        return role ?? throw NoSuch($"The role with name {name} cannot be found.");
    }

    private async Task RequireAsync(QueryCall call, string arn, CancellationToken cancel)
    {
        if (!(await authorizer.DecideAsync(call.Caller, [new($"iam:{call.Action}", arn)], cancel)).Allowed)
            throw new AwsException(
                "AccessDenied",
                $"User: {call.Caller.Arn} is not authorized to perform: iam:{call.Action} on resource: {arn}",
                403
            );
    }

    // What templates declare beside a role is inline to IAM, too.
    private IEnumerable<(string Name, JsonObject Document)> Inline(Resource role) =>
        (role.Properties["Policies"] as JsonArray ?? [])
            .Select(p => (p!["PolicyName"]!.ToString(), p["PolicyDocument"]!.AsObject()))
            .Concat(Beside(role).Select(r => (NameOf(r), r.Properties["PolicyDocument"]!.AsObject())));

    private IEnumerable<Resource> Beside(Resource role) => deployment.Current.Resources.Where(r => IsBeside(r, role));

    private static bool IsBeside(Resource policy, Resource role) =>
        policy.Type is "AWS::IAM::Policy" or "AWS::IAM::RolePolicy" && TemplatePolicies.IsAttached(policy, role);

    private static string NameOf(Resource policy) => policy.Text("PolicyName") ?? policy.Name;

    private IEnumerable<string> Attached(Resource role) =>
        (role.Properties["ManagedPolicyArns"] as JsonArray ?? [])
            .Select(a => a!.ToString())
            .Concat(
                deployment.Current.OfType("AWS::IAM::ManagedPolicy").Where(p => TemplatePolicies.IsAttached(p, role)).Select(p => p.Arn)
            )
            .Distinct();

    private static void Put(JsonObject role, string name, JsonObject? document)
    {
        if (role["Policies"] is not JsonArray policies)
            role["Policies"] = policies = [];
        var there = policies.FirstOrDefault(p => p?["PolicyName"]?.ToString() == name);
        if (there is null && document is null)
            throw NoSuch($"The role policy with name {name} cannot be found.");
        if (there is not null)
            policies.Remove(there);
        if (document is not null)
            policies.Add(new JsonObject { ["PolicyName"] = name, ["PolicyDocument"] = document });
    }

    private static IEnumerable<XElement?> Told(Resource role) =>
        [
            Member("Path", role.Text("Path") ?? "/"),
            Member("RoleName", role.Name),
            Member(
                "RoleId",
                new RoleSession
                {
                    RoleArn = role.Arn,
                    SessionName = "-",
                    Expires = default,
                }.UserId.Split(':')[0]
            ),
            Member("Arn", role.Arn),
            Member("CreateDate", DateTimeOffset.UnixEpoch),
            Member("AssumeRolePolicyDocument", Encoded(role.Properties["AssumeRolePolicyDocument"]!)),
            Member("Description", role.Text("Description")),
            Member("MaxSessionDuration", int.Parse(role.Text("MaxSessionDuration") ?? "3600", CultureInfo.InvariantCulture)),
        ];

    private static XElement TagsOf(Resource role) =>
        List("Tags", ResourceTags.Of(role).Select(t => new XElement[] { new("Key", t.Key), new("Value", t.Value) }));

    private static string Encoded(JsonNode document) => Uri.EscapeDataString(document.ToJsonString());

    private static JsonObject Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new AwsException("MalformedPolicyDocument", "Syntax errors in policy.");
        }
    }

    private static AwsException NoSuch(string message) => new("NoSuchEntity", message, 404);
}
