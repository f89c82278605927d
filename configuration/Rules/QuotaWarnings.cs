using System.Text;

namespace CognitoStack.Configuration;

/// <summary>What AWS has to be asked for before an environment can be deployed, and what users' own values may exceed.</summary>
internal static class QuotaWarnings
{
    public static IEnumerable<(string Path, string Message)> Of(EnvironmentConfiguration environment)
    {
        foreach (var quota in Quotas.Of(environment).Where(q => q.Raised is not null && q.Count > q.Quota && q.Count <= q.AtMost))
            yield return (
                quota.Path,
                $"{quota.Count:N0} {quota.What}, and {quota.Whose} has room for {quota.Quota:N0} until AWS raises the quota (up to {quota.AtMost:N0}). Ask for it first: Service Quotas, Amazon Cognito."
            );
        var tags = environment.Access.PrincipalTags;
        var most = tags.Sum(t => Encoding.UTF8.GetByteCount(t.Key) + LongestValue(environment.UserPool, t.Value));
        if (tags.Count > 0 && most > Quotas.TagBytes)
            yield return (
                "$.access.principalTags",
                $"names and longest values of the tags make {most:N0} bytes, and a session with more than {Quotas.TagBytes} gets no credentials. Give the attributes a smaller maxLength when they are made."
            );
    }

    private static int LongestValue(UserPoolConfiguration pool, string claim) =>
        claim switch
        {
            "sub" => 36,
            "email_verified" or "phone_number_verified" => 5,
            _ => pool.Attributes.GetValueOrDefault(claim) switch
            {
                { Type: AttributeType.Boolean } => 5,
                { Type: AttributeType.Number } => 20,
                { Type: AttributeType.DateTime } => 24,
                { MaxLength: { } longest } => longest,
                _ => 256,
            },
        };
}
