using System.Text;

namespace CognitoStack.Configuration.Tests.Branding;

/// <summary>An SVG on the page where people type their passwords: what may be in it, and what an attacker would put there.</summary>
public sealed class SvgTests
{
    private const string Xlink = "xmlns:xlink=\"http://www.w3.org/1999/xlink\"";

    [Theory]
    [InlineData("<!-- Made by hand --><title>Acme &amp; Co</title><path d=\"M0 0h8\"/>")]
    [InlineData(
        "<defs><linearGradient id=\"a\"><stop offset=\"0\" stop-color=\"#fff\"/></linearGradient></defs><rect fill=\"url(#a)\" width=\"8\" height=\"8\"/>"
    )]
    [InlineData("<rect fill=\"url( '#a' )\" style=\"filter:url(&quot;#b&quot;);opacity:.5\"/>")]
    [InlineData("<g id=\"a\"/><use href=\"#a\"/><use " + Xlink + " xlink:href=\"#a\"/>")]
    [InlineData("<image href=\"data:image/png;base64,iVBORw0KGgo=\" width=\"8\" height=\"8\"/>")]
    [InlineData("<style>.a { fill: #123456 } @media (prefers-color-scheme: dark) { .a { fill: url(#b) } }</style>")]
    [InlineData("<style><![CDATA[.a{fill:red}]]></style>")]
    [InlineData("<circle r=\"1\"><animate attributeName=\"opacity\" values=\"0;1\" dur=\"1s\"/></circle>")]
    [InlineData("<filter><feGaussianBlur><animate attributeName=\"stdDeviation\" to=\"2\"/></feGaussianBlur></filter>")]
    [InlineData("<text font-family=\"Inter, sans-serif\" y=\"4\" dy=\".3em\" aria-label=\"A logo image (small)\">Acme</text>")]
    public void A_drawing_is_accepted(string content) => Accepted(Svg(content));

    [Fact]
    public void A_declaration_of_UTF_8_is_accepted() => Accepted($"\uFEFF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{Svg("<path/>")}");

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script> is not allowed")]
    [InlineData("<SCRIPT>alert(1)</SCRIPT>", "<SCRIPT> is not allowed")]
    [InlineData("<s:script xmlns:s=\"http://www.w3.org/2000/svg\">alert(1)</s:script>", "<s:script> is not allowed")]
    [InlineData("<script xmlns=\"http://www.w3.org/1999/xhtml\">alert(1)</script>", "<script> is no element of SVG")]
    [InlineData("<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\"/></foreignObject>", "<foreignObject> is not allowed")]
    [InlineData("<desc><iframe xmlns=\"http://www.w3.org/1999/xhtml\" srcdoc=\"x\"/></desc>", "<iframe> is no element of SVG")]
    [InlineData("<a href=\"#x\"><path/></a>", "<a> is not allowed")]
    [InlineData("<handler type=\"text/javascript\">x</handler>", "<handler> is not allowed")]
    [InlineData("<path onload=\"alert(1)\"/>", "runs a script")]
    [InlineData("<path OnClick=\"alert(1)\"/>", "runs a script")]
    [InlineData("<path xmlns:x=\"urn:x\" x:onclick=\"alert(1)\"/>", "runs a script")]
    public void A_script_is_refused(string content, string message) =>
        Assert.Contains(message, Refused(Svg(content)), StringComparison.Ordinal);

    [Theory]
    [InlineData("<use href=\"javascript:alert(1)\"/>")]
    [InlineData("<use href=\" java&#x9;script:alert(1)\"/>")]
    [InlineData("<use href=\"&#x6A;avascript:alert(1)\"/>")]
    [InlineData("<use " + Xlink + " xlink:href=\"https://evil.example/#a\"/>")]
    [InlineData("<use xmlns:y=\"http://www.w3.org/1999/xlink\" y:HREF=\"//evil.example/a.svg#a\"/>")]
    [InlineData("<use href=\"other.svg#a\"/>")]
    [InlineData("<image href=\"data:image/svg+xml;base64,PHN2Zy8+\"/>")]
    [InlineData("<image href=\"data:text/html,x\"/>")]
    [InlineData("<image href=\"data:image/png,&lt;svg/>\"/>")]
    [InlineData("<image src=\"https://evil.example/a.png\"/>")]
    [InlineData("<feImage href=\"https://evil.example/a.png\"/>")]
    [InlineData("<rect fill=\"url(https://evil.example/#a)\"/>")]
    [InlineData("<rect fill=\"URL(&#x22;//evil.example&#x22;)\"/>")]
    [InlineData("<rect style=\"fill:url(#a);stroke:url(http://evil.example)\"/>")]
    [InlineData("<rect filter=\"url(data:image/svg+xml;base64,PHN2Zy8+#f)\"/>")]
    [InlineData("<rect style=\"fill:url(http://evil.example\"/>")]
    [InlineData("<style>.a{background:url(http://evil.example)}</style>")]
    [InlineData("<style>.a{fill:u<!-- -->rl(http://evil.example)}</style>")]
    [InlineData("<style>.a{fill:u<![CDATA[rl(http://evil.example)]]>}</style>")]
    [InlineData("<animate attributeName=\"fill\" values=\"red;url(http://evil.example)\"/>")]
    public void A_reference_out_of_the_image_is_refused(string content) =>
        Assert.Contains("leads out of the image", Refused(Svg(content)), StringComparison.Ordinal);

    [Theory]
    [InlineData("<rect fill=\"u\\72l(http://evil.example)\"/>", "has a backslash")]
    [InlineData("<style>@\\69mport 'http://evil.example';</style>", "has the CSS rule \"@\"")]
    [InlineData("<style>@import 'http://evil.example';</style>", "has the CSS rule \"@import\"")]
    [InlineData("<style>@im<!-- -->port 'http://evil.example';</style>", "has the CSS rule \"@import\"")]
    [InlineData("<style>@font-face{font-family:x;src:url(#x)}</style>", "has the CSS rule \"@font-face\"")]
    [InlineData("<style>.a{fill:image-set('http://evil.example' 1x)}</style>", "has \"image-set(\"")]
    [InlineData("<rect mask=\"-webkit-image-set('http://evil.example' 1x)\"/>", "has \"-webkit-image-set(\"")]
    [InlineData("<rect style=\"width:expression(alert(1))\"/>", "has \"expression(\"")]
    [InlineData("<rect style=\"-moz-binding:none\"/>", "has \"-moz-binding\"")]
    [InlineData("<style>.a&lt;/style&gt;{}</style>", "has \"<\" in its CSS")]
    [InlineData("<style><style>x</style></style>", "stands inside <style>")]
    public void Style_that_may_load_or_run_something_is_refused(string content, string message) =>
        Assert.Contains(message, Refused(Svg(content)), StringComparison.Ordinal);

    [Theory]
    [InlineData("<set attributeName=\"href\" to=\"#b\"/>")]
    [InlineData("<set attributeName=\" xlink:href\" to=\"#b\"/>")]
    [InlineData("<animate attributeName=\"onclick\" to=\"x\"/>")]
    [InlineData("<animate attributeName=\"STYLE\" to=\"x\"/>")]
    [InlineData("<animate attributeName=\"HREF \" to=\"x\"/>")]
    [InlineData("<animate attributeName=\"dominant-baseline\" to=\"middle\"/>")]
    public void An_animated_reference_style_or_script_is_refused(string content) =>
        Assert.Contains("animates a reference", Refused(Svg(content)), StringComparison.Ordinal);

    [Theory]
    [InlineData("<text dominant-baseline=\"middle\"/>")]
    [InlineData("<text style=\"fill:red;dominant-baseline : middle\"/>")]
    [InlineData("<style>text{dominant-baseline:middle}</style>")]
    public void Dominant_baseline_is_refused_as_Cognito_does(string content) =>
        Assert.Contains("Move the text with \"dy\" instead.", Refused(Svg(content)), StringComparison.Ordinal);

    [Theory]
    [InlineData("<!DOCTYPE svg [<!ENTITY x \"y\">]><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "has a document type")]
    [InlineData(
        "<?xml-stylesheet href=\"http://evil.example\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "has the processing instruction <?xml-stylesheet?>"
    )]
    [InlineData(
        "<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "says that it is \"ISO-2022-JP\". Save it as UTF-8."
    )]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><!--><img src=x onerror=alert(1)>--></svg>", "has markup in a comment")]
    [InlineData(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><title><![CDATA[<img src=x onerror=alert(1)>]]></title></svg>",
        "has markup in a comment or CDATA"
    )]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" xml:base=\"http://evil.example/\"/>", "changes where references lead")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><path></svg>", "is not well-formed XML")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\">&x;</svg>", "is not well-formed XML")]
    [InlineData("<svg/>", "must begin with <svg xmlns=\"http://www.w3.org/2000/svg\">, not <svg>.")]
    [InlineData("<html xmlns=\"http://www.w3.org/1999/xhtml\"/>", "not <html xmlns=\"http://www.w3.org/1999/xhtml\">.")]
    public void Only_a_plain_SVG_document_is_accepted(string document, string message) =>
        Assert.Contains(message, Refused(document), StringComparison.Ordinal);

    [Fact]
    public void An_SVG_that_is_not_UTF_8_is_refused() =>
        Assert.Equal(
            "branding/acme/form-logo.light.svg: is not UTF-8 text. Save it as UTF-8.",
            new BrandFolder().ShowingAll().With("form-logo.light.svg", Encoding.Latin1.GetBytes(Svg("<title>é</title>"))).RefusedOnce()
        );

    [Fact]
    public void An_error_names_line_and_column() =>
        Assert.Equal(
            "branding/acme/form-logo.light.svg:2:9: <path onload=\"x()\"> runs a script. Remove the attribute.",
            Refused(Svg("\n  <path onload=\"x()\"/>"))
        );

    private static string Svg(string content) => $"<svg xmlns=\"http://www.w3.org/2000/svg\">{content}</svg>";

    private static void Accepted(string svg) => new BrandFolder().ShowingAll().With("form-logo.light.svg", svg).Accepted();

    private static string Refused(string svg) =>
        string.Join('\n', new BrandFolder().ShowingAll().With("form-logo.light.svg", svg).Refused());
}
