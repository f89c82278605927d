using System.Text;
using CsCheck;

namespace CognitoStack.Configuration.Tests.Branding;

/// <summary>Whatever lies in a brand's folder, the compiler answers with errors or a brand.</summary>
public sealed class BrandFuzzTests
{
    private static readonly Gen<string> Piece = Gen.OneOf(
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "true",
        "1e999",
        "\"components\"",
        "\"form\"",
        "\"lightMode\"",
        "\"backgroundColor\"",
        "\"fffffff\"",
        "\"ffffffff\"",
        "<svg xmlns=\"http://www.w3.org/2000/svg\">",
        "</svg>",
        "<style>",
        "</style>",
        "<path d=\"",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&#0;",
        "url(",
        ")",
        "@",
        "\\",
        "/*",
        "*/",
        ".label-customizable",
        ";",
        "\ud800",
        "\uFEFF",
        "\n",
        " "
    );

    private static readonly Gen<byte[]> Content = Gen.OneOf(
        Gen.Byte.Array[0, 60],
        Piece.Array[0, 30].Select(p => Encoding.UTF8.GetBytes(string.Concat(p))),
        Piece.Array[0, 30].Select(p => Encoding.UTF8.GetBytes($"<svg xmlns=\"http://www.w3.org/2000/svg\">{string.Concat(p)}</svg>")),
        Gen.OneOf(BrandFolder.Png, BrandFolder.Ico, BrandFolder.Svg)
    );

    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.OneOf(
            "settings.json",
            "classic.css",
            "form-logo.light.svg",
            "favicon.ico",
            "README.md",
            "idp-button-icon.Google.svg",
            "page-background.dark.png",
            ".",
            "..svg",
            ""
        ),
        Gen.String[Gen.OneOf(Gen.Char.AlphaNumeric, Gen.OneOf('.', '-', ' ', 'é', '\n')), 0, 20]
    );

    private static readonly Gen<string> Leaf = Gen.OneOf(
        "null",
        "{}",
        "[]",
        "[null]",
        "1",
        "-1",
        "1e999",
        "true",
        "\"\"",
        "\"ffffffff\"",
        "\"LIGHT\"",
        "\"zz\"",
        "\"\\ud83d\\ude00\""
    );

    [Fact]
    public void Any_folder_gets_an_answer() =>
        Gen.Select(Name, Content)
            .Array[0, 5]
            .Sample(
                files =>
                {
                    var folder = new BrandFolder();
                    foreach (var (name, content) in files)
                        folder.With(name, content);
                    var (brand, errors) = folder.Compile();
                    return brand is null == errors.Count > 0;
                },
                iter: 3000
            );

    [Fact]
    public void Any_settings_get_an_answer() =>
        Gen.Select(
                Gen.OneOf("components", "componentClasses", "categories"),
                Gen.OneOf("form", "input", "pageBackground", "favicon", "global", "x"),
                Gen.OneOf("lightMode", "logo", "defaults", "enabledTypes", "pageHeader", "image"),
                Gen.OneOf("backgroundColor", "enabled", "textColor", "y"),
                Leaf
            )
            .Sample(
                (a, b, c, d, leaf) =>
                {
                    string[] keys = [a, b, c, d];
                    for (var depth = 0; depth <= keys.Length; depth++)
                    {
                        var json = keys[..depth].Reverse().Aggregate(leaf, (inner, key) => $"{{ \"{key}\": {inner} }}");
                        var (brand, errors) = new BrandFolder()
                            .With("settings.json", json)
                            .With("form-logo.light.svg", BrandFolder.Svg)
                            .Compile();
                        if (brand is null != errors.Count > 0)
                            return false;
                    }

                    return true;
                },
                iter: 1000
            );
}
