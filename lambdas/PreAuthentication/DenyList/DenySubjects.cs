using System.Text;
using CognitoStack.Lambda.PreAuthentication.Linking;

namespace CognitoStack.Lambda.PreAuthentication.DenyList;

/// <summary>The keys under which the deny list may name a sign-in.</summary>
public static class DenySubjects
{
    // A BatchGetItem takes 100 keys; a domain of more labels than this is nobody's.
    private const int MostDomains = 90;

    // DynamoDB has no longer key, and so no item of this name; a read that has one fails whole.
    private const int LongestKey = 2048;

    /// <summary>
    /// The keys, or null where the e-mail address is no clean one and so cannot be looked up. The pool takes a name in any case, the list
    /// has it in lower case; a name as it came is looked up too.
    /// </summary>
    /// <param name="attempt">Who signs in.</param>
    /// <param name="link">The account that the identity will be linked to: then its user signs in too.</param>
    public static IReadOnlyList<string>? Of(SignInAttempt attempt, AccountLink? link)
    {
        var users = new[] { attempt.UserName, attempt.Sub, link?.DestinationUserName, link?.DestinationSub };
        var subjects = users.OfType<string>().Where(user => user.Length > 0)
            .SelectMany(user => new[] { $"user#{user}", $"user#{user.ToLowerInvariant()}" }).ToList();
        if (!string.IsNullOrEmpty(attempt.ClientId))
            subjects.Add($"client#{attempt.ClientId}");
        if (attempt.Email is not null)
        {
            if (EmailDomain.OfAddress(attempt.Email) is not { } domain)
                return null;
            var domains = WithParents(domain).ToList();
            if (domains.Count > MostDomains)
                return null;
            subjects.Add($"user#{attempt.Email[..attempt.Email.LastIndexOf('@')].ToLowerInvariant()}@{domain}");
            subjects.AddRange(domains.Select(name => $"domain#{name}"));
        }
        return [.. subjects.Distinct().Where(subject => Encoding.UTF8.GetByteCount(subject) <= LongestKey)];
    }

    private static IEnumerable<string> WithParents(string domain)
    {
        yield return domain;
        for (var dot = domain.IndexOf('.'); dot >= 0; dot = domain.IndexOf('.', dot + 1))
            yield return domain[(dot + 1)..];
    }
}
