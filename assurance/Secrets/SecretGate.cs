using System.Text.RegularExpressions;
using CognitoStack.Assurance.Access;

namespace CognitoStack.Assurance.Secrets;

/// <summary>Looks for secrets in what a synthesis has written: templates are read by many, kept for long, and copied into logs.</summary>
public static partial class SecretGate
{
    /// <summary>Name of the proof.</summary>
    public const string Name = "secrets";

    /// <summary>Shannon entropy, in bits a character, from which a long word is no word: random base64 has more than 4.5, names and identifiers less than 4.</summary>
    private const double Random = 4.3;
    private const int ShortestRandom = 24;

    private static readonly (Regex Shape, string What)[] Known =
    [
        (AccessKey(), "an AWS access key"),
        (PrivateKey(), "a private key"),
        (GitHubToken(), "a GitHub token"),
        (SlackToken(), "a Slack token"),
        (StripeKey(), "a Stripe key"),
        (GoogleSecret(), "a client secret of Google"),
        (GoogleKey(), "an API key of Google"),
        (Jwt(), "a JSON Web Token"),
        (PasswordInUrl(), "a password in an address"),
        (NpmToken(), "an npm token"),
    ];

    /// <summary>What may look random, each with its reason.</summary>
    private static readonly (Regex Shape, string Reason)[] Accepted =
    [
        (DynamicReference(), "a reference to a secret is not one: CloudFormation resolves it at deployment"),
        (Hash(), "hashes of assets and templates, which are their names"),
        (Arn(), "ARNs are names"),
        (UserPool(), "ids of user pools are names too: every token has its pool's"),
        (
            Words(),
            "logical IDs, paths and addresses: words in camel case, numbers, and the eight hexadecimal digits that the CDK adds, once or twice"
        ),
        (Image(), "images of the login pages, which Cognito takes as base64"),
        (Certificate(), "certificates are public; their private keys are looked for by name"),
        (Analytics(), "the CDK's own record of what it was built with"),
    ];

    /// <summary>Looks into files.</summary>
    /// <param name="files">Text of each file by its name.</param>
    public static ProofResult Of(IReadOnlyDictionary<string, string> files) =>
        new(
            Name,
            [],
            [
                .. from file in files
                from found in Find(file.Value)
                select new Difference(
                    file.Key,
                    "holds",
                    $"line {Line(file.Value, found.At)}",
                    "no secret",
                    $"{found.What}: {Shortened(found.Text)}",
                    string.Empty
                ),
            ]
        )
        {
            Examined = $"{files.Count} files, {files.Values.Sum(text => text.Count(c => c == '\n'))} lines",
        };

    private static IEnumerable<(int At, string Text, string What)> Find(string text)
    {
        foreach (var (shape, what) in Known)
        foreach (Match match in shape.Matches(text))
            yield return (match.Index, match.Value, what);
        // Dynamic references first: what stands in them is a name.
        var plain = Blank(DynamicReference(), Blank(Image(), Blank(Certificate(), text)));
        foreach (Match word in Word().Matches(plain))
            if (
                word.Length >= ShortestRandom
                && Entropy(word.Value) >= Random
                && IsMixed(word.Value)
                && !Accepted.Any(a => IsWhole(a.Shape, CdkHash().Replace(word.Value, string.Empty)))
            )
                yield return (word.Index, word.Value, "a random text");
    }

    /// <summary>Spaces in the place of what is accepted: the rest stays where it is.</summary>
    private static string Blank(Regex accepted, string text) => accepted.Replace(text, match => new string(' ', match.Length));

    /// <summary>Random keys mix digits, small and capital letters; names have one or two of them.</summary>
    private static bool IsMixed(string word) =>
        word.Any(char.IsAsciiDigit) && word.Any(char.IsAsciiLetterLower) && word.Any(char.IsAsciiLetterUpper);

    private static bool IsWhole(Regex shape, string word) => shape.Match(word) is { Success: true } match && match.Length == word.Length;

    private static double Entropy(string word) =>
        -word.GroupBy(c => c).Sum(g => (double)g.Count() / word.Length * Math.Log2((double)g.Count() / word.Length));

    private static int Line(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;

    /// <summary>Enough to find it, too little to use it.</summary>
    private static string Shortened(string secret) =>
        secret.Length <= 12 ? secret[..4] + "…" : $"{secret[..6]}… ({secret.Length} characters)";

    [GeneratedRegex(@"\b(AKIA|ASIA)[A-Z2-7]{16}\b")]
    private static partial Regex AccessKey();

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----")]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})")]
    private static partial Regex GitHubToken();

    [GeneratedRegex(@"\bxox[abeoprs]-[A-Za-z0-9-]{10,}")]
    private static partial Regex SlackToken();

    [GeneratedRegex(@"\b[sr]k_(live|test)_[A-Za-z0-9]{10,}")]
    private static partial Regex StripeKey();

    [GeneratedRegex(@"\bGOCSPX-[A-Za-z0-9_-]{10,}")]
    private static partial Regex GoogleSecret();

    [GeneratedRegex(@"\bAIza[A-Za-z0-9_-]{30,}")]
    private static partial Regex GoogleKey();

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+")]
    private static partial Regex Jwt();

    [GeneratedRegex(@"\bnpm_[A-Za-z0-9]{30,}")]
    private static partial Regex NpmToken();

    [GeneratedRegex(@"\b[a-z][a-z0-9+.-]*://[^\s/:@""<>{}]+:[^\s/@""<>{}]+@")]
    private static partial Regex PasswordInUrl();

    [GeneratedRegex(@"[A-Za-z0-9+/_=.\-]{16,}")]
    private static partial Regex Word();

    [GeneratedRegex(@"\{\{resolve:[^{}]*\}\}")]
    private static partial Regex DynamicReference();

    [GeneratedRegex(@"([0-9a-f]{32,64}(\.zip|\.json|\.template\.json)?[-=]?[A-Za-z0-9-]*)")]
    private static partial Regex Hash();

    [GeneratedRegex("arn:.*")]
    private static partial Regex Arn();

    [GeneratedRegex(
        @"(userpool/|//cognito-idp\.[a-z0-9-]+\.amazonaws\.com/)?[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}_[A-Za-z0-9]{9}(/\.well-known/[a-z.]+)?"
    )]
    private static partial Regex UserPool();

    [GeneratedRegex(
        @"([A-Z]?[a-z]{2,}|[A-Z][a-z]|[A-Z]{2,6}|[A-Z](?=[A-Z][a-z]|[0-9])|[0-9a-f]{32,}|[0-9]{1,6}|[a-z](?![A-Za-z])|[/_.=+-])+"
    )]
    private static partial Regex Words();

    [GeneratedRegex(@"(?<=""[Bb]ytes"": ?"")[A-Za-z0-9+/=]+(?="")")]
    private static partial Regex Image();

    [GeneratedRegex("(?<=[A-Za-z0-9])([0-9A-F]{8}){1,2}(?![A-Za-z0-9])")]
    private static partial Regex CdkHash();

    [GeneratedRegex("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----")]
    private static partial Regex Certificate();

    [GeneratedRegex("v2:deflate64:[A-Za-z0-9+/=]+")]
    private static partial Regex Analytics();
}
