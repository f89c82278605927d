using System.ComponentModel.DataAnnotations;

namespace CognitoStack.Configuration;

/// <summary>Where the managed login pages are served (<c>AWS::Cognito::UserPoolDomain</c>).</summary>
public sealed record DomainConfiguration
{
    /// <summary>Prefix of a Cognito domain, unique in its Region. Default: the environment's name and 8 digits of the stack's id.</summary>
    [RegularExpression("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", ErrorMessage = "must be 1 to 63 lower-case letters, digits and hyphens")]
    public string? Prefix { get; init; }

    /// <summary>Your own domain, instead of a prefix.</summary>
    [RegularExpression(Patterns.Domain, ErrorMessage = Patterns.DomainMessage)]
    public string? Name { get; init; }

    /// <summary>ARN of the domain's certificate, in us-east-1.</summary>
    [RegularExpression("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/.+$", ErrorMessage = "must be the ARN of an ACM certificate")]
    public string? CertificateArn { get; init; }

    /// <summary>Id of the Route 53 hosted zone that gets the domain's alias record.</summary>
    [RegularExpression("^[A-Z0-9]{1,32}$", ErrorMessage = "must be the id of a hosted zone, such as Z0123456789ABCDEFGHIJ")]
    public string? HostedZoneId { get; init; }

    /// <summary>Name of that hosted zone.</summary>
    [RegularExpression(Patterns.Domain, ErrorMessage = Patterns.DomainMessage)]
    public string? HostedZoneName { get; init; }
}

/// <summary>Looks of the managed login pages (<c>AWS::Cognito::ManagedLoginBranding</c>).</summary>
public sealed record BrandingConfiguration
{
    /// <summary><c>branded</c>: managed login (version 2); <c>classic</c>: the older hosted UI, which takes a CSS file.</summary>
    public ManagedLoginKind ManagedLogin { get; init; } = ManagedLoginKind.Branded;

    /// <summary>Folder of the brand, below <c>cdk/</c>: settings.json and assets, or classic.css. Default: Cognito's own looks.</summary>
    [RegularExpression(Patterns.RelativePath, ErrorMessage = Patterns.RelativePathMessage)]
    public string? Directory { get; init; }

    /// <summary>Folders of the brands of single clients, by client. <c>null</c>: the client has no pages, as it signs in through an SDK.</summary>
    [ItemPattern(Patterns.RelativePath, Patterns.RelativePathMessage, OrNull = true)]
    public IReadOnlyDictionary<string, string?> Clients { get; init; } = new Dictionary<string, string?>();

    /// <summary>Colours that are hard to read, and stay so for a reason: each entry accepts findings of the contrast check (WCAG AA) in one brand.</summary>
    public IReadOnlyList<AcceptedContrast> AcceptedContrast { get; init; } = [];

    /// <summary>Links to terms (<c>AWS::Cognito::Terms</c>).</summary>
    public TermsConfiguration? Terms { get; init; }

    /// <summary>Folder of a client's brand, or null for Cognito's own looks.</summary>
    public string? FolderOf(string client) => Clients.GetValueOrDefault(client) ?? Directory;

    /// <summary>Whether a colour of a brand that is hard to read is accepted.</summary>
    public bool AcceptsContrast(string folder, string path) =>
        AcceptedContrast.Any(a => a.Directory == folder && (a.Path is null || a.Path == path));

    /// <summary>Whether a client shows pages.</summary>
    public bool HasPages(string client) => !Clients.TryGetValue(client, out var own) || own is not null;
}

/// <summary>Findings of the contrast check that a team accepts.</summary>
public sealed record AcceptedContrast
{
    /// <summary>Folder of the brand.</summary>
    public required string Directory { get; init; }

    /// <summary>JSON path of the colour in settings.json, as the finding names it. Default: every colour of the brand.</summary>
    public string? Path { get; init; }

    /// <summary>Why, 10 to 500 characters.</summary>
    [Length(10, 500)]
    public required string Reason { get; init; }
}

/// <summary>Kinds of login pages.</summary>
public enum ManagedLoginKind
{
    Branded,
    Classic,
}

/// <summary>Links to terms, by language; <c>default</c> is required. Cognito shows them only when both are there.</summary>
public sealed record TermsConfiguration
{
    /// <summary>Terms of use.</summary>
    [KeyPattern(TermsLanguages.Pattern, TermsLanguages.Message), ItemPattern(Patterns.Https, Patterns.HttpsMessage)]
    public IReadOnlyDictionary<string, string> TermsOfUse { get; init; } = new Dictionary<string, string>();

    /// <summary>Privacy policy.</summary>
    [KeyPattern(TermsLanguages.Pattern, TermsLanguages.Message), ItemPattern(Patterns.Https, Patterns.HttpsMessage)]
    public IReadOnlyDictionary<string, string> PrivacyPolicy { get; init; } = new Dictionary<string, string>();
}
