namespace CognitoStack.Configuration;

/// <summary>Languages of terms documents: as the environment file writes them, and as Cognito does.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Managed login localization"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html#managed-login-localization) and "Terms documents"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html#managed-login-terms-documents).</remarks>
public static class TermsLanguages
{
    internal const string Pattern = "^(default|de|en|es|fr|id|it|ja|ko|pt-BR|zh-CN|zh-TW)$";
    internal const string Message =
        "must be default, de, en, es, fr, id, it, ja, ko, pt-BR, zh-CN or zh-TW: the languages of terms documents";

    /// <summary>Key of a link in <c>AWS::Cognito::Terms</c>.</summary>
    public static string LinkKey(string language) =>
        "cognito:"
        + language switch
        {
            "de" => "german",
            "en" => "english",
            "es" => "spanish",
            "fr" => "french",
            "id" => "bahasa-indonesia",
            "it" => "italian",
            "ja" => "japanese",
            "ko" => "korean",
            "pt-BR" => "portuguese-brazil",
            "zh-CN" => "chinese-simplified",
            "zh-TW" => "chinese-traditional",
            _ => "default",
        };
}
