using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Login.Pages;
using CognitoStack.Local.UserPools.Login.Texts;

namespace CognitoStack.Local.UserPools.Risk;

/// <summary>Where the links of mails lead with which users say whether it was they who signed in.</summary>
internal static class FeedbackEndpoint
{
    // No bucket has an underscore in its name: nothing of S3's is in the way.
    public const string Path = "/_login/feedback";
    public const string Valid = "valid";
    public const string Invalid = "invalid";

    public static void MapFeedback(this IEndpointRouteBuilder routes) => routes.MapGet(Path, AnswerAsync);

    private static async Task AnswerAsync(HttpContext http, Feedback feedback, LoginRenderer renderer)
    {
        var words = Wording.Of(http);
        try
        {
            var value = http.Request.Query["value"].ToString();
            if (value is not (Valid or Invalid))
                throw Error.InvalidParameter("The value must be valid or invalid.");
            await feedback.GiveAsync(http.Request.Query["token"].ToString(), value == Valid);
            await renderer.RenderAsync(
                http,
                null,
                words,
                new(words["feedbackTitle"]) { Text = words[value == Valid ? "feedbackValid" : "feedbackInvalid"] }
            );
        }
        catch (AwsException e)
        {
            await renderer.RenderAsync(
                http,
                null,
                words,
                new(words["errorTitle"]) { Error = words.Error(e.Message) },
                StatusCodes.Status400BadRequest
            );
        }
    }
}
