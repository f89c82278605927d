using System.Globalization;

namespace CognitoStack.Configuration.Branding;

/// <summary>A colour as managed login writes it (<c>rrggbbaa</c>), with what contrast needs of it.</summary>
internal readonly record struct Color(double Red, double Green, double Blue, double Alpha)
{
    public static Color White { get; } = new(1, 1, 1, 1);

    public static Color Black { get; } = new(0, 0, 0, 1);

    /// <summary>Reads 8 hexadecimal digits, or gives null.</summary>
    public static Color? Parse(string text) =>
        text.Length == 8
        && text.All(char.IsAsciiHexDigit)
        && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgba)
            ? new Color((rgba >> 24) / 255.0, ((rgba >> 16) & 255) / 255.0, ((rgba >> 8) & 255) / 255.0, (rgba & 255) / 255.0)
            : null;

    /// <summary>This colour as it looks over an opaque one.</summary>
    public Color Over(Color back)
    {
        var alpha = Alpha;
        double Mix(double front, double behind) => (front * alpha) + (behind * (1 - alpha));
        return new Color(Mix(Red, back.Red), Mix(Green, back.Green), Mix(Blue, back.Blue), 1);
    }

    /// <summary>Relative luminance of an opaque colour (WCAG 2.2, "relative luminance").</summary>
    public double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    /// <summary>Contrast of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio").</summary>
    public static double Contrast(Color one, Color other)
    {
        var (high, low) = (Math.Max(one.Luminance, other.Luminance), Math.Min(one.Luminance, other.Luminance));
        return (high + 0.05) / (low + 0.05);
    }

    private static double Linear(double channel) => channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4);
}
