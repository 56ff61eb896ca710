using System.Globalization;
using System.Net;
using System.Text;

namespace Reverie.Fuzz.Tests;

/// <summary>
/// Answers as an input says: four answers separated by lines of <c>==</c>, for a revision, a tree, a HEAD and a GET of files. An answer is a
/// letter and a status, lines of headers, an empty line and a body.
/// </summary>
internal sealed class ScriptedHub : HttpMessageHandler
{
    // A page that links to itself must come to an end.
    private const int MaxRequests = 5_000;

    private readonly string[] _answers;
    private int _requests;

    public ScriptedHub(byte[] input) => _answers = Encoding.Latin1.GetString(input).Split("\n==\n");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.AbsolutePath;
        int index = request.Method == HttpMethod.Head ? 2 : path.Contains("/revision/", StringComparison.Ordinal) ? 0
            : path.Contains("/tree/", StringComparison.Ordinal) ? 1 : 3;
        Assert.True(_requests++ < MaxRequests, "The hub is asked without end.");
        return Task.FromResult(Answer(index < _answers.Length ? _answers[index] : "", request));
    }

    private static HttpResponseMessage Answer(string text, HttpRequestMessage request)
    {
        int end = text.IndexOf("\n\n", StringComparison.Ordinal);
        string[] head = (end < 0 ? text : text[..end]).Split('\n');
        byte[] body = Encoding.Latin1.GetBytes(end < 0 ? "" : text[(end + 2)..]);
        string status = head[0].Length > 2 ? head[0][2..] : "";
        var answer = new HttpResponseMessage(
            int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out int code) && code is >= 200 and < 1000 ? (HttpStatusCode)code : HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(body),
            RequestMessage = request,
        };
        foreach (string line in head.Skip(1))
        {
            int colon = line.IndexOf(':');
            if (colon > 0 && line[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
                _ = answer.Headers.TryAddWithoutValidation(line[..colon], line[(colon + 1)..].Trim()) || answer.Content.Headers.TryAddWithoutValidation(line[..colon], line[(colon + 1)..].Trim());
        }
        return answer;
    }
}
