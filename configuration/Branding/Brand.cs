using System.Text;
using System.Text.Json.Nodes;

namespace CognitoStack.Configuration.Branding;

/// <summary>A brand whose every part was checked: what a managed login style and the classic hosted UI need.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Apply branding to managed login pages"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-branding.html).</remarks>
/// <param name="Settings">Settings of the style, or null where Cognito's own remain.</param>
/// <param name="Assets">Images of the style.</param>
/// <param name="ClassicCss">Style sheet of the classic hosted UI (<c>AWS::Cognito::UserPoolUICustomizationAttachment</c>), or null.</param>
public sealed record Brand(JsonObject? Settings, IReadOnlyList<BrandAsset> Assets, string? ClassicCss)
{
    /// <summary>Whether managed login has a style here. If not, <c>UseCognitoProvidedValues</c> must be true, and excludes both parts.</summary>
    public bool StylesManagedLogin => Settings is not null || Assets.Count > 0;

    /// <summary>Bytes that the style takes in a request and in a template, images in Base64.</summary>
    public int Size =>
        (Settings is null ? 0 : Encoding.UTF8.GetByteCount(Settings.ToJsonString())) + Assets.Sum(a => a.Bytes.Length + KeysOfAsset);

    /// <summary>Roughly what the other properties of an image take.</summary>
    private const int KeysOfAsset = 160;
}

/// <summary>One image of a managed login style.</summary>
/// <remarks>Source: Amazon Cognito API Reference, "AssetType"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssetType.html).</remarks>
/// <param name="Category">What it is for, such as <c>FORM_LOGO</c>.</param>
/// <param name="ColorMode"><c>LIGHT</c>, <c>DARK</c>, or <c>DYNAMIC</c> for both.</param>
/// <param name="Extension"><c>ICO</c>, <c>JPEG</c>, <c>PNG</c>, <c>SVG</c> or <c>WEBP</c>.</param>
/// <param name="Bytes">Content in Base64, at most 1,000,000 characters.</param>
/// <param name="ResourceId">Identity provider of an <c>IDP_BUTTON_ICON</c>, else null.</param>
public sealed record BrandAsset(string Category, string ColorMode, string Extension, string Bytes, string? ResourceId);
