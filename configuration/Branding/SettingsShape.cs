using System.Text.Json.Nodes;

namespace CognitoStack.Configuration.Branding;

/// <summary>What may stand in the settings of a managed login style, and what Cognito takes where a value is missing.</summary>
/// <remarks>
/// AWS publishes no schema: the structure and the defaults are those of the requests in the API Reference, "CreateManagedLoginBranding" and
/// "UpdateManagedLoginBranding". A leaf is a kind of value and what it takes:
/// <c>color</c> with its defaults in light and dark mode, <c>boolean</c> with its default, <c>number</c>, <c>text</c>, <c>any</c> object,
/// <c>one</c> of a closed list, <c>open</c> for a list of which AWS shows only some words, and <c>reserved</c> for the only value
/// that a component has which AWS calls "not currently implemented and reserved for future use".
/// </remarks>
internal static class SettingsShape
{
    private const string Text = """
        {
          "categories": {
            "auth": {
              "authMethodOrder": [[{ "display": "open BUTTON|INPUT", "type": "open FEDERATED|USERNAME_PASSWORD" }]],
              "federation": { "interfaceStyle": "open BUTTON_LIST", "order": ["text"] }
            },
            "form": {
              "displayGraphics": "boolean true",
              "instructions": { "enabled": "reserved false" },
              "languageSelector": { "enabled": "reserved false" },
              "location": { "horizontal": "open START|CENTER|END", "vertical": "open START|CENTER|END" },
              "sessionTimerDisplay": "reserved NONE"
            },
            "global": {
              "colorSchemeMode": "one LIGHT|DARK|DYNAMIC",
              "pageFooter|pageHeader": { "enabled": "boolean false" },
              "spacingDensity": "open REGULAR"
            },
            "signUp": { "acceptanceElements": [{ "enforcement": "reserved NONE", "textKey": "text" }] }
          },
          "componentClasses": {
            "buttons": { "borderRadius": "number" },
            "divider": { "lightMode|darkMode": { "borderColor": "color ebebf0ff 232b37ff" } },
            "dropDown": {
              "borderRadius": "number",
              "lightMode|darkMode": {
                "defaults": { "itemBackgroundColor": "color ffffffff 192534ff" },
                "hover": { "itemBackgroundColor": "color f4f4f4ff 081120ff", "itemBorderColor": "color 7d8998ff 5f6b7aff", "itemTextColor": "color 000716ff e9ebedff" },
                "match": { "itemBackgroundColor": "color 414d5cff d1d5dbff", "itemTextColor": "color 0972d3ff 89bdeeff" }
              }
            },
            "focusState": { "lightMode|darkMode": { "borderColor": "color 0972d3ff 539fe5ff" } },
            "idpButtons": { "icons": { "enabled": "boolean true" } },
            "input": {
              "borderRadius": "number",
              "lightMode|darkMode": {
                "defaults": { "backgroundColor": "color ffffffff 0f1b2aff", "borderColor": "color 7d8998ff 5f6b7aff" },
                "placeholderColor": "color 5f6b7aff 8d99a8ff"
              }
            },
            "inputDescription": { "lightMode|darkMode": { "textColor": "color 5f6b7aff 8d99a8ff" } },
            "inputLabel": { "lightMode|darkMode": { "textColor": "color 000716ff d1d5dbff" } },
            "link": {
              "lightMode|darkMode": { "defaults": { "textColor": "color 0972d3ff 539fe5ff" }, "hover": { "textColor": "color 033160ff 89bdeeff" } }
            },
            "optionControls": {
              "lightMode|darkMode": {
                "defaults": { "backgroundColor": "color ffffffff 0f1b2aff", "borderColor": "color 7d8998ff 7d8998ff" },
                "selected": { "backgroundColor": "color 0972d3ff 539fe5ff", "foregroundColor": "color ffffffff 000716ff" }
              }
            },
            "statusIndicator": {
              "lightMode|darkMode": {
                "error": { "backgroundColor": "color fff7f7ff 1a0000ff", "borderColor|indicatorColor": "color d91515ff eb6f6fff" },
                "pending": { "indicatorColor": "color aaaaaaaa aaaaaaaa" },
                "success": { "backgroundColor": "color f2fcf3ff 001a02ff", "borderColor|indicatorColor": "color 037f0cff 29ad32ff" },
                "warning": { "backgroundColor": "color fffce9ff 1d1906ff", "borderColor|indicatorColor": "color 8d6605ff e0ca57ff" }
              }
            }
          },
          "components": {
            "alert": {
              "borderRadius": "number",
              "lightMode|darkMode": { "error": { "backgroundColor": "color fff7f7ff 1a0000ff", "borderColor": "color d91515ff eb6f6fff" } }
            },
            "favicon": { "enabledTypes": ["one ICO|SVG"] },
            "form": {
              "backgroundImage": { "enabled": "boolean false" },
              "borderRadius": "number",
              "lightMode|darkMode": { "backgroundColor": "color ffffffff 0f1b2aff", "borderColor": "color c6c6cdff 424650ff" },
              "logo": { "enabled": "boolean false", "formInclusion": "one IN|OUT", "location": "open START|CENTER|END", "position": "open TOP|BOTTOM" }
            },
            "idpButton": {
              "custom": "any",
              "standard": {
                "lightMode|darkMode": {
                  "active": { "backgroundColor": "color d3e7f9ff 354150ff", "borderColor|textColor": "color 033160ff 89bdeeff" },
                  "defaults": { "backgroundColor": "color ffffffff 0f1b2aff", "borderColor|textColor": "color 424650ff c6c6cdff" },
                  "hover": { "backgroundColor": "color f2f8fdff 192534ff", "borderColor|textColor": "color 033160ff 89bdeeff" }
                }
              }
            },
            "pageBackground": { "image": { "enabled": "boolean true" }, "lightMode|darkMode": { "color": "color ffffffff 0f1b2aff" } },
            "pageFooter|pageHeader": {
              "backgroundImage": { "enabled": "boolean false" },
              "lightMode|darkMode": { "background": { "color": "color fafafaff 0f141aff" }, "borderColor": "color d5dbdbff 424650ff" },
              "logo": { "enabled": "boolean false", "location": "open START|CENTER|END" }
            },
            "pageText": {
              "lightMode|darkMode": { "bodyColor|descriptionColor": "color 414d5cff b6bec9ff", "headingColor": "color 000716ff d1d5dbff" }
            },
            "phoneNumberSelector": { "displayType": "open TEXT" },
            "primaryButton": {
              "lightMode|darkMode": {
                "active": { "backgroundColor": "color 033160ff 539fe5ff", "textColor": "color ffffffff 000716ff" },
                "defaults": { "backgroundColor": "color 0972d3ff 539fe5ff", "textColor": "color ffffffff 000716ff" },
                "disabled": { "backgroundColor|borderColor": "color ffffffff ffffffff" },
                "hover": { "backgroundColor": "color 033160ff 89bdeeff", "textColor": "color ffffffff 000716ff" }
              }
            },
            "secondaryButton": {
              "lightMode|darkMode": {
                "active": { "backgroundColor": "color d3e7f9ff 354150ff", "borderColor|textColor": "color 033160ff 89bdeeff" },
                "defaults": { "backgroundColor": "color ffffffff 0f1b2aff", "borderColor|textColor": "color 0972d3ff 539fe5ff" },
                "hover": { "backgroundColor": "color f2f8fdff 192534ff", "borderColor|textColor": "color 033160ff 89bdeeff" }
              }
            }
          }
        }
        """;

    /// <summary>The shape, each key on its own.</summary>
    public static JsonObject Root { get; } = Expand(JsonNode.Parse(Text)!.AsObject());

    private static JsonObject Expand(JsonObject shape) =>
        new(
            shape.SelectMany(p =>
                p.Key.Split('|').Select(key => KeyValuePair.Create(key, p.Value is JsonObject o ? Expand(o) : p.Value?.DeepClone()))
            )
        );
}
