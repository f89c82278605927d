using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Http;

/// <summary>Says that there are no login pages here to whoever asks for one: S3 would take its path for the name of a bucket.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "User pool endpoints and managed login reference".</remarks>
internal sealed class LoginPages(RequestDelegate next, IDeployment deployment)
{
    private static readonly HashSet<string> Paths = new(
        [
            "/login", "/logout", "/signup", "/confirm", "/confirmUser", "/resendcode", "/forgotPassword", "/confirmForgotPassword", "/resetPassword", "/changePassword", "/error", "/passkeys/add",
            "/oauth2/authorize", "/oauth2/idpresponse", "/saml2/idpresponse", "/saml2/logout", "/mfa", "/managed-login",
        ],
        StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext http)
    {
        if (!IsPage(http.Request)) return next(http);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync($"There are no login pages on this machine: {http.Request.Path} is one of managed login, on AWS. Sign in here by the API of the user pool (InitiateAuth).\n");
    }

    private bool IsPage(HttpRequest request) =>
        Paths.Contains(request.Path.Value!.TrimEnd('/')) && LoopbackHosts.BucketOf(request.Host.Host) is null
        && deployment.Current.Find("AWS::S3::Bucket", request.Path.Value.Split('/')[1]) is null;
}
