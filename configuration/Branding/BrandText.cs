using System.Text;

namespace CognitoStack.Configuration.Branding;

/// <summary>The texts among a brand's files.</summary>
internal static class BrandText
{
    /// <summary>The text of a file, or null and an error where it is not UTF-8.</summary>
    public static string? Of(byte[] content, string path, Action<string, string> error)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)
                .GetString(content)
                .TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            error(path, "is not UTF-8 text. Save it as UTF-8.");
            return null;
        }
    }

    /// <summary>A text as a message can quote it.</summary>
    public static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}…";
}
