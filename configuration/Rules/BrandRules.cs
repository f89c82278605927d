using CognitoStack.Configuration.Branding;

namespace CognitoStack.Configuration;

/// <summary>Rules of the brands that <c>branding</c> names: each must compile, and suit the pages that show it.</summary>
internal static class BrandRules
{
    private const string Path = "$.branding";

    /// <summary>A template may have 1,000,000 bytes; some must be left for all the rest.</summary>
    private const int MostBytes = 800_000;

    /// <returns>The brands of clients that show pages, by client.</returns>
    public static IReadOnlyDictionary<string, Brand> Check(EnvironmentConfiguration environment, IProjectFiles files, Findings findings)
    {
        var shown = new Dictionary<string, Brand>();
        if (environment.Branding is not { } branding)
            return shown;
        var brands = new Dictionary<string, Brand?>();
        if (branding.Directory is { } folder)
            brands[folder] = Compile(environment, files, folder, Path + ".directory", findings);
        foreach (var (client, own) in branding.Clients.Where(c => c.Value is not null && !brands.ContainsKey(c.Value)))
            brands[own!] = Compile(environment, files, own!, JsonPath.Property(Path + ".clients", client), findings);

        for (var i = 0; i < branding.AcceptedContrast.Count; i++)
            RuleText.Exists(
                branding.AcceptedContrast[i].Directory,
                brands.Keys,
                JsonPath.Item(Path + ".acceptedContrast", i) + ".directory",
                "$.branding.directory",
                findings
            );

        foreach (var client in environment.ClientsWithPages)
            if (branding.FolderOf(client) is { } its && brands[its] is { } brand)
                shown[client] = brand;
        // A template holds a brand once for each client that shows it.
        var size = shown.Values.Sum(b => b.Size);
        if (size > MostBytes)
            findings.Error(
                Path,
                $"the brands of all clients make {size:N0} bytes of template; CloudFormation has room for {MostBytes:N0}. Make images smaller, or brand fewer clients.",
                "$.clients"
            );
        return shown;
    }

    private static Brand? Compile(EnvironmentConfiguration environment, IProjectFiles files, string folder, string path, Findings findings)
    {
        var accepted = new HashSet<AcceptedContrast>();
        var brand = BrandCompiler.Compile(files, folder, (place, message) => findings.Error(path, $"{place}: {message}"), Accepts);
        CheckAccepted(environment.Branding!, folder, accepted, findings);
        if (brand is null)
            return null;
        if (environment.Branding!.ManagedLogin == ManagedLoginKind.Classic && brand.ClassicCss is null)
            findings.Error(
                path,
                $"\"{folder}\" has no classic.css, which is all that the classic pages take, and branding.managedLogin is \"classic\". Add the file, or use managed login.",
                Path + ".managedLogin"
            );
        if (environment.Branding.ManagedLogin == ManagedLoginKind.Branded && !brand.StylesManagedLogin)
            findings.Error(
                path,
                $"\"{folder}\" has classic.css alone, which managed login does not take. Add settings.json or images, or make branding.managedLogin \"classic\".",
                Path + ".managedLogin"
            );
        foreach (var icon in brand.Assets.Where(a => a.Category == "IDP_BUTTON_ICON"))
            RuleText.Exists(icon.ResourceId!, environment.IdentityProviders.Keys, path, "$.identityProviders", findings);
        return brand;

        bool Accepts(string colour)
        {
            accepted.UnionWith(
                environment.Branding!.AcceptedContrast.Where(a => a.Directory == folder && (a.Path is null || a.Path == colour))
            );
            return environment.Branding.AcceptsContrast(folder, colour);
        }
    }

    /// <summary>What accepts nothing would accept the next mistake in silence.</summary>
    private static void CheckAccepted(BrandingConfiguration branding, string folder, HashSet<AcceptedContrast> used, Findings findings)
    {
        for (var i = 0; i < branding.AcceptedContrast.Count; i++)
            if (branding.AcceptedContrast[i] is var entry && entry.Directory == folder && !used.Contains(entry))
                findings.Error(
                    JsonPath.Item(Path + ".acceptedContrast", i),
                    $"accepts nothing: \"{folder}\" has no finding{(entry.Path is null ? string.Empty : $" at {entry.Path}")}. Remove it."
                );
    }
}
