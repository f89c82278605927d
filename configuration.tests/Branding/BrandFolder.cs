using System.Text;
using CognitoStack.Configuration;
using CognitoStack.Configuration.Branding;

namespace CognitoStack.Configuration.Tests.Branding;

/// <summary>A brand folder in memory, and what the compiler says of it.</summary>
internal sealed class BrandFolder : IProjectFiles
{
    public const string Name = "branding/acme";

    private readonly SortedDictionary<string, byte[]?> files = new(StringComparer.Ordinal);

    public static byte[] Png { get; } = [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8];

    public static byte[] Jpeg { get; } = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16];

    public static byte[] Webp { get; } = [.. "RIFF"u8, 4, 0, 0, 0, .. "WEBPVP8 "u8];

    public static byte[] Ico { get; } = [0, 0, 1, 0, 1, 0, .. new byte[16]];

    public static byte[] Svg { get; } =
        Encoding.UTF8.GetBytes("""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>""");

    public BrandFolder With(string file, string content) => With(file, Encoding.UTF8.GetBytes(content));

    public BrandFolder With(string file, byte[]? content)
    {
        files[$"{Name}/{file}"] = content;
        return this;
    }

    /// <summary>Settings that show every image.</summary>
    public BrandFolder ShowingAll() =>
        With(
            "settings.json",
            """
            {
              "categories": { "global": { "pageHeader": { "enabled": true }, "pageFooter": { "enabled": true } } },
              "components": {
                "form": { "logo": { "enabled": true }, "backgroundImage": { "enabled": true } },
                "pageHeader": { "logo": { "enabled": true }, "backgroundImage": { "enabled": true } },
                "pageFooter": { "logo": { "enabled": true }, "backgroundImage": { "enabled": true } }
              }
            }
            """
        );

    public (Brand? Brand, List<string> Errors) Compile(string folder = Name)
    {
        var errors = new List<string>();
        var brand = BrandCompiler.Compile(this, folder, (place, message) => errors.Add($"{place}: {message}"));
        return (brand, errors);
    }

    public Brand Accepted()
    {
        var (brand, errors) = Compile();
        Assert.Empty(errors);
        return brand!;
    }

    /// <summary>All errors, which there must be, and so no brand.</summary>
    public List<string> Refused()
    {
        var (brand, errors) = Compile();
        Assert.NotEmpty(errors);
        Assert.Null(brand);
        return errors;
    }

    public string RefusedOnce() => Assert.Single(Refused());

    public byte[]? Read(string path) => files.GetValueOrDefault(path);

    public IReadOnlyList<string>? List(string folder) => folder == Name ? [.. files.Keys.Select(f => f[(Name.Length + 1)..])] : null;
}
