using System.Text.Encodings.Web;
using System.Text.Json;

namespace CognitoStack.Configuration;

/// <summary>The rules of the gate as its function is told them: environment variables.</summary>
public static class GateVariables
{
    /// <summary>Bytes that there are for the rules. Lambda takes 4,096 in all, measured as one JSON object; the table of the deny list and
    /// the place of the certificates have their share. Source: AWS Lambda Developer Guide, "Lambda quotas"
    /// (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).</summary>
    public const int Room = 4096 - 400;

    // Names of groups may be in any script, and six bytes for each of their letters would leave room for few.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The variables by name, but for the name of the deny list's table, which only the deployment knows.</summary>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="rules"><c>signInRules</c> of the environment.</param>
    /// <param name="links">What it links by.</param>
    public static Dictionary<string, string> Of(string environment, SignInRulesConfiguration rules, AccountLinks links)
    {
        var variables = new Dictionary<string, string>
        {
            [FunctionVariables.AllowEmailDomains] = string.Join(',', rules.AllowEmailDomains),
            [FunctionVariables.DenyEmailDomains] = string.Join(',', rules.DenyEmailDomains),
            [FunctionVariables.RequireVerifiedEmail] = rules.RequireVerifiedEmail ? "true" : "false",
            [FunctionVariables.OnFailure] = rules.OnFailure == FailureAction.Deny ? "deny" : "allow",
        };
        if (rules.AllowedGroupsByClient.Count > 0)
            variables[FunctionVariables.AllowedGroupsByClient] = JsonSerializer.Serialize(
                rules.AllowedGroupsByClient.ToDictionary(c => ClientIdParameter(environment, c.Key), c => c.Value),
                Plain
            );
        if (!rules.LinkTrustedProviders)
            return variables;
        variables[FunctionVariables.LinkTrustedProviders] = string.Join(',', links.Providers);
        if (links.SubjectAttributes.Count > 0)
            variables[FunctionVariables.LinkSubjectAttributes] = JsonSerializer.Serialize(links.SubjectAttributes, Plain);
        if (links.HostedDomainAttributes.Count > 0)
            variables[FunctionVariables.LinkHostedDomainAttributes] = JsonSerializer.Serialize(links.HostedDomainAttributes, Plain);
        return variables;
    }

    /// <summary>The SSM parameter under which the deployment publishes a client's id.</summary>
    public static string ClientIdParameter(string environment, string client) => Naming.Parameter(environment, Naming.ClientId(client));

    /// <summary>Bytes of variables, as Lambda measures them.</summary>
    public static int Size(IReadOnlyDictionary<string, string> variables) => JsonSerializer.SerializeToUtf8Bytes(variables, Plain).Length;
}
