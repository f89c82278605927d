// An API that takes access tokens of the user pool: by user, by group, by scope.
using Microsoft.AspNetCore.Authentication.JwtBearer;

const string ReadNotes = "https://notes.localhost/read";

// appsettings.json is what `npm run outputs -- --format dotnet` writes: whose tokens these are, and where their keys lie.
var builder = WebApplication.CreateBuilder(args);
builder
    .Services.AddAuthentication()
    .AddJwtBearer(options =>
    {
        // Claims keep the names that Cognito gives them.
        options.MapInboundClaims = false;
        options.TokenValidationParameters.NameClaimType = "sub";
        options.TokenValidationParameters.RoleClaimType = "cognito:groups";
        options.TokenValidationParameters.ValidAlgorithms = ["RS256"];
        // Cognito's access tokens have no audience: what they are for is said by their scopes, and what they are by token_use.
        options.TokenValidationParameters.ValidateAudience = false;
        options.Events = new JwtBearerEvents
        {
            OnTokenValidated = token =>
            {
                if (token.Principal?.FindFirst("token_use")?.Value != "access")
                    token.Fail("This is no access token.");
                return Task.CompletedTask;
            },
        };
    });
builder
    .Services.AddAuthorizationBuilder()
    .AddPolicy("user", policy => policy.RequireClaim("username"))
    .AddPolicy("admins", policy => policy.RequireRole("admins"))
    .AddPolicy(
        ReadNotes,
        policy => policy.RequireAssertion(asked => asked.User.FindFirst("scope")?.Value.Split(' ').Contains(ReadNotes) == true)
    );

var app = builder.Build();
app.MapGet("/me", (HttpContext http) => new { sub = http.User.Identity!.Name }).RequireAuthorization("user");
app.MapGet("/notes", () => "buy milk").RequireAuthorization(ReadNotes);
app.MapGet("/everybody", () => "for admins").RequireAuthorization("admins");
app.Run();
