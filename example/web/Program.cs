// A web app whose sessions live on the server: the browser has a cookie that no script can read, and never a token.
using System.Net;
using CognitoStack.Example.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

// appsettings.json is what `npm run outputs -- --format dotnet --client portal` writes. The app client's secret comes from elsewhere, such as
// the environment variable ClientSecret.
var builder = WebApplication.CreateBuilder(args);
var (bearer, pool) = (builder.Configuration.GetSection("Authentication:Schemes:Bearer"), builder.Configuration.GetSection("AWS"));
builder.Services.AddSingleton<Sessions>();
builder
    .Services.AddAuthentication(options =>
    {
        options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
    })
    .AddCookie(options =>
    {
        options.Cookie.Name = "session";
        options.Cookie.HttpOnly = true;
        // Sent with links to the app, and not with forms or requests of other sites.
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.ExpireTimeSpan = TimeSpan.FromHours(1);
        options.SlidingExpiration = false;
    })
    .AddOpenIdConnect(options =>
    {
        options.Authority = bearer["Authority"];
        options.MetadataAddress = bearer["MetadataAddress"];
        options.RequireHttpsMetadata = bearer.GetValue("RequireHttpsMetadata", true);
        options.TokenValidationParameters.ValidIssuer = bearer["ValidIssuer"];
        options.TokenValidationParameters.NameClaimType = "email";
        options.ClientId = pool["UserPoolClientId"];
        options.ClientSecret = builder.Configuration["ClientSecret"];
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.CallbackPath = "/callback";
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("email");
        options.MapInboundClaims = false;
        options.SaveTokens = true;
        options.Events.OnRedirectToIdentityProviderForSignOut = SignOutAtCognito;
    });
builder
    .Services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
    .Configure<Sessions>((options, sessions) => options.SessionStore = sessions);
builder.Services.AddAuthorization();

var app = builder.Build();
app.MapGet(
    "/",
    (HttpContext http) =>
        Html(
            http.User.Identity is { IsAuthenticated: true, Name: { } name }
                ? $"""<p>Signed in as <b>{WebUtility.HtmlEncode(name)}</b></p><form method="post" action="/sign-out"><button>Sign out</button></form>"""
                : """<a href="/sign-in">Sign in</a>"""
        )
);
app.MapGet("/sign-in", () => Results.Challenge(new AuthenticationProperties { RedirectUri = "/" }));
app.MapGet("/private", (HttpContext http) => Html($"<p>Only for {WebUtility.HtmlEncode(http.User.Identity!.Name)}</p>"))
    .RequireAuthorization();
app.MapPost(
    "/sign-out",
    () =>
        Results.SignOut(
            new AuthenticationProperties { RedirectUri = "/" },
            [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]
        )
);
app.Run();

static IResult Html(string body) => Results.Content($"<!DOCTYPE html><title>Web</title>{body}", "text/html; charset=utf-8");

// Cognito's sign-out takes the app client and one of its logout URLs, and answers to it. Source: Amazon Cognito Developer Guide, "Logout endpoint"
// (https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html).
static async Task SignOutAtCognito(RedirectContext context)
{
    var metadata = await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
    var request = context.Request;
    var query = QueryString.Create(
        new Dictionary<string, string?> { ["client_id"] = context.Options.ClientId, ["logout_uri"] = $"{request.Scheme}://{request.Host}/" }
    );
    context.Response.Redirect(new Uri(new Uri(metadata.AuthorizationEndpoint), "/logout") + query.ToString());
    context.HandleResponse();
}
