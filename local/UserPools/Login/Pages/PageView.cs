namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>An address with a text.</summary>
public sealed record LinkView(string Text, string Href)
{
    /// <summary>What stands before it: a question that it answers.</summary>
    public string? Lead { get; init; }

    /// <summary>An image beside the text.</summary>
    public ImageView? Icon { get; init; }
}

/// <summary>An image in one or two colour modes. Those of a brand say nothing that the page does not say in words.</summary>
public sealed record ImageView(string Href, string? DarkHref = null, string Alternative = "");

/// <summary>A field that a person fills in.</summary>
public sealed record FieldView(string Name, string Label)
{
    /// <summary>Kind of input: <c>text</c>, <c>password</c>, <c>email</c> …</summary>
    public string Type { get; init; } = "text";

    /// <summary>What a password manager is told.</summary>
    public required string Autocomplete { get; init; }

    /// <summary>What is in it already.</summary>
    public string? Value { get; init; }

    /// <summary>What helps to fill it in.</summary>
    public string? Hint { get; init; }

    /// <summary>Whether it only shows what was said before.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Which keys a phone shows.</summary>
    public string? InputMode { get; init; }
}

/// <summary>A form, with one button that sends it.</summary>
public sealed record FormView(string Action, string Submit, IReadOnlyList<FieldView> Fields)
{
    /// <summary>Whether it is beside the main one: its button is a secondary one.</summary>
    public bool IsSecondary { get; init; }

    /// <summary>What is sent along without being asked for.</summary>
    public IReadOnlyList<(string Name, string Value)> Hidden { get; init; } = [];
}

/// <summary>A form whose button has the browser make or use a passkey.</summary>
public sealed record PasskeyView(string Action, string Submit, string Options, bool IsNew)
{
    /// <summary>What is said where the browser gives none.</summary>
    public required string Failed { get; init; }

    /// <summary>What is said where scripts are off.</summary>
    public required string NoScript { get; init; }
}

/// <summary>How the pages of a client look, as far as HTML says it.</summary>
public sealed record FrameView
{
    public required string StyleSheet { get; init; }
    public required bool IsClassic { get; init; }
    public required IReadOnlyList<(string Type, string Href)> Icons { get; init; }
    public required string Placement { get; init; }
    public ImageView? Logo { get; init; }
    public string LogoPlacement { get; init; } = "";
    public bool IsLogoOutside { get; init; }
    public bool IsLogoBelow { get; init; }
    public bool HasHeader { get; init; }
    public ImageView? HeaderLogo { get; init; }
    public string HeaderPlacement { get; init; } = "";
    public bool HasFooter { get; init; }
    public ImageView? FooterLogo { get; init; }
    public string FooterPlacement { get; init; } = "";
}

/// <summary>A page: one heading, what went wrong, forms, and where else to go.</summary>
public sealed record PageView(string Title)
{
    public string Language { get; init; } = "en";
    public FrameView Frame { get; init; } = null!;

    /// <summary>Name and value of the token that shows that a form is this page's.</summary>
    public (string Name, string Value) Token { get; init; }
    public string? Text { get; init; }
    public string? Error { get; init; }

    /// <summary>The word before the title where something went wrong.</summary>
    public string ErrorWord { get; init; } = "";
    public string? Notice { get; init; }
    public ImageView? Graphic { get; init; }

    /// <summary>A secret to type where the graphic cannot be read.</summary>
    public string? Secret { get; init; }

    /// <summary>A form before all else, with a divider behind it.</summary>
    public FormView? First { get; init; }
    public IReadOnlyList<FormView> Forms { get; init; } = [];
    public PasskeyView? Passkey { get; init; }
    public IReadOnlyList<LinkView> Providers { get; init; } = [];
    public bool AreProvidersFirst { get; init; }

    /// <summary>The word between providers and form.</summary>
    public string Or { get; init; } = "";
    public IReadOnlyList<LinkView> Links { get; init; } = [];
    public IReadOnlyList<LinkView> Terms { get; init; } = [];
}
