using System.Text;
using CognitoStack.Lambda.PreAuthentication.Linking;

namespace CognitoStack.Lambda.PreAuthentication.DenyList;

/// <summary>The keys under which the deny list may name a sign-in.</summary>
public static class DenySubjects
{
    // A BatchGetItem takes 100 keys; a domain of more labels than this is nobody's.
    private const int MostKeys = 100;
    private const int MostDomains = 90;

    // DynamoDB has no longer key, and so no item of this name; a read that has one fails whole.
    private const int LongestKey = 2048;

    /// <summary>
    /// The keys, or null where the e-mail address is no clean one and so cannot be looked up. A key is found in its exact spelling only: the
    /// list has it in lower case, as <c>npm run deny</c> writes it, or as the user's attributes show it to whoever copied it from there.
    /// </summary>
    /// <param name="attempt">Who signs in.</param>
    /// <param name="link">The account that the identity will be linked to: then its user signs in too.</param>
    public static IReadOnlyList<string>? Of(SignInAttempt attempt, AccountLink? link)
    {
        var users = new[] { attempt.UserName, attempt.Sub, link?.DestinationUserName, link?.DestinationSub, attempt.Email };
        var subjects = users.OfType<string>().Where(user => user.Length > 0).Select(user => $"user#{user}").ToList();
        if (!string.IsNullOrEmpty(attempt.ClientId))
            subjects.Add($"client#{attempt.ClientId}");
        if (attempt.Email is { } email)
        {
            if (EmailDomain.OfAddress(email) is not { } domain)
                return null;
            var (local, spelled) = (email[..email.LastIndexOf('@')], email[(email.LastIndexOf('@') + 1)..].TrimEnd('.'));
            var domains = WithParents(spelled).ToList();
            if (domains.Count > MostDomains)
                return null;
            subjects.Add($"user#{local}@{domain}");
            subjects.Add($"mailbox#{Mailbox(local)}@{domain}");
            subjects.AddRange(domains.Select(name => $"domain#{name}"));
        }
        return
        [
            .. subjects
                .Select(InLowerCase)
                .Concat(subjects)
                .Distinct()
                .Where(subject => Encoding.UTF8.GetByteCount(subject) <= LongestKey)
                .Take(MostKeys),
        ];
    }

    // Many providers deliver every variant to one mailbox, so that it has as many addresses as its owner likes.
    private static string Mailbox(string local)
    {
        var plus = local.IndexOf('+');
        return (plus > 0 ? local[..plus] : local).Replace(".", "", StringComparison.Ordinal);
    }

    private static string InLowerCase(string subject) => subject.ToLowerInvariant();

    private static IEnumerable<string> WithParents(string domain)
    {
        yield return domain;
        for (var dot = domain.IndexOf('.'); dot >= 0; dot = domain.IndexOf('.', dot + 1))
            yield return domain[(dot + 1)..];
    }
}
