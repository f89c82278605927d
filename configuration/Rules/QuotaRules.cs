using System.Text;

namespace CognitoStack.Configuration;

/// <summary>Quotas that grow with the file: fixed ones are errors, and so is what is beyond all that AWS raises the others to.</summary>
internal static class QuotaRules
{
    private const string Tags = "$.access.principalTags";

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        foreach (var quota in Quotas.Of(environment).Where(q => q.Count > q.AtMost))
            findings.Error(
                quota.Path,
                $"{quota.Count:N0} {quota.What}, and {quota.Whose} has room for {quota.AtMost:N0}{(quota.Raised is null ? string.Empty : " at most")}. {quota.Way}",
                quota.BasedOn
            );
        var names = environment.Access.PrincipalTags.Keys.Sum(Encoding.UTF8.GetByteCount) + environment.Access.PrincipalTags.Count;
        if (names > Quotas.TagBytes)
            findings.Error(
                Tags,
                $"the names of the tags, with a value of one byte each, make {names:N0} bytes; Cognito allows {Quotas.TagBytes} for names and values together. Shorten names, or remove tags."
            );
    }
}
