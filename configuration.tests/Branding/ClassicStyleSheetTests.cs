namespace CognitoStack.Configuration.Tests.Branding;

public sealed class ClassicStyleSheetTests
{
    [Theory]
    [InlineData(".banner-customizable { background-color: #fff; }")]
    [InlineData(".submitButton-customizable:hover,\n.idpButton-customizable:hover { color: rgb(1, 2, 3) }")]
    [InlineData("/* { } @import */ .inputField-customizable:focus {\n  outline: 0; /* none; */\n}\n.logo-customizable{}")]
    public void Rules_for_what_Cognito_knows_are_accepted(string css) =>
        Assert.Equal(css, new BrandFolder().With("classic.css", css).Accepted().ClassicCss);

    [Theory]
    [InlineData(
        ".banner-customisable { color: red }",
        ":1:1: \".banner-customisable\" is no selector that Cognito knows. Did you mean \".banner-customizable\"?"
    )]
    [InlineData(
        "\n.label-customizable, body { color: red }",
        ":2:22: \"body\" is no selector that Cognito knows. Known: .background-customizable"
    )]
    [InlineData(
        ".label-customizable:hover { color: red }",
        ":1:1: \".label-customizable:hover\" is no selector that Cognito knows. Did you mean \".label-customizable\"?"
    )]
    [InlineData(
        ".label-customizable > .logo-customizable { color: red }",
        ":1:1: \".label-customizable > .logo-customizable\" is no selector"
    )]
    [InlineData("@media print { .label-customizable { color: red } }", ":1:1: is an at-rule, which Cognito refuses.")]
    [InlineData("@font-face { font-family: x }", ":1:1: \"@font-face\" is an at-rule, which Cognito refuses. Remove it.")]
    [InlineData("@import 'https://example.com/a.css';", ":1:1: is an at-rule, which Cognito refuses.")]
    [InlineData(".label-customizable { color: red", ":1:1: opens a brace inside another, or one that nothing closes.")]
    [InlineData(".label-customizable { color: red }\n}", ":2:1: closes a brace that nothing opens.")]
    [InlineData(".label-customizable { .logo-customizable { color: red } }", ":1:1: opens a brace inside another")]
    [InlineData("/* .label-customizable {}", ":1:1: opens a comment that nothing closes.")]
    [InlineData("color: red", ":1:1: is no rule. Write rules as")]
    [InlineData(".label-customizable { color }", ":1:23: \"color\" is no declaration. Write \"property: value;\".")]
    [InlineData(
        ".label-customizable {\n  color: red;\n  background: url(https://example.com/a.png);\n}",
        ":3:3: \"background: url(https://example.com/a.png)\" has \"url(\", which"
    )]
    [InlineData(".label-customizable { background: \\75rl(x) }", "has \"\\\", which")]
    [InlineData(".label-customizable { color: expression(alert(1)) }", "has \"expression(\", which")]
    [InlineData(".label-customizable { color: red</style> }", "has \"<\", which")]
    [InlineData("/* nothing */", ": has no rule. Write one, or remove the file.")]
    public void Anything_else_is_refused_with_its_place(string css, string message) =>
        Assert.Contains(
            message,
            $"{new BrandFolder().With("classic.css", css).RefusedOnce()["branding/acme/classic.css".Length..]}",
            StringComparison.Ordinal
        );

    [Fact]
    public void At_most_131072_characters_are_accepted()
    {
        const string Rule = ".logo-customizable{}";
        new BrandFolder().With("classic.css", Rule + new string(' ', 131_072 - Rule.Length)).Accepted();
        Assert.Equal(
            "branding/acme/classic.css: has 131,073 characters; Cognito accepts 131,072. Shorten it.",
            new BrandFolder().With("classic.css", Rule + new string(' ', 131_073 - Rule.Length)).RefusedOnce()
        );
    }
}
