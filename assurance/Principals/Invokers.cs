using CognitoStack.Assurance.Access;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Principals;

/// <summary>Who may call functions: the user pool of the environment, and nobody else.</summary>
internal static class Invokers
{
    /// <summary>Permissions and addresses that let others call.</summary>
    public static IEnumerable<Difference> Of(TemplateSet templates)
    {
        var pools = templates.OfType("AWS::Cognito::UserPool").Select(p => p.Arn).ToHashSet();
        foreach (var permission in templates.OfType("AWS::Lambda::Permission"))
        {
            var isPool =
                permission.Text("Principal") == "cognito-idp.amazonaws.com"
                && pools.Contains(permission.Text("SourceArn") ?? "")
                && permission.Text("SourceAccount") == templates.Account;
            if (!isPool)
                yield return new(
                    permission.Text("Principal") ?? "nobody",
                    "calls a function",
                    permission.LogicalId,
                    "the environment's user pool",
                    $"{permission.Text("Principal")} for {permission.Text("SourceArn") ?? permission.Text("SourceAccount") ?? "anybody"}",
                    string.Empty
                );
        }

        foreach (var url in templates.OfType("AWS::Lambda::Url"))
            yield return new(
                "the internet",
                "calls a function",
                url.LogicalId,
                "no address",
                $"an address ({url.Text("AuthType")})",
                string.Empty
            );
    }
}
