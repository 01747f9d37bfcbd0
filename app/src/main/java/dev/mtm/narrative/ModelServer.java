package dev.mtm.narrative;

import dev.mtm.analysis.MetricsJson;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server that speaks as OpenAI's chat completions do: Ollama, LM Studio, llama.cpp, or a hosted one. It is asked for
/// JSON of a given form, and its answer is read as text that anybody may have written.
///
/// @param base     such as `http://127.0.0.1:11434`, with or without `/v1`
/// @param key      null: it wants none
/// @param patience the longest that an answer may take, from the first byte to the last
/// @see <a href="https://platform.openai.com/docs/api-reference/chat">OpenAI: Chat Completions</a>
public record ModelServer(URI base, String model, @Nullable String key, Duration patience) {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern THOUGHT = Pattern.compile("(?s)<think>.*?</think>");

    /// A part of a conversation.
    ///
    /// @param role system, user or assistant
    record Message(String role, String content) {}

    /// What the model said.
    ///
    /// @param cut whether it was stopped before it was done
    record Said(String content, boolean cut) {
        /// The object in it, whatever stands around that.
        JsonNode object() throws JacksonException {
            String bare = THOUGHT.matcher(content).replaceAll("");
            int from = bare.indexOf('{');
            int until = bare.lastIndexOf('}');
            return from < 0 || until < from ? MAPPER.missingNode() : MAPPER.readTree(bare.substring(from, until + 1));
        }
    }

    /// The key is for the server alone.
    @Override
    public String toString() {
        return model + " at " + base;
    }

    /// Asks once.
    ///
    /// @param schema that the answer is to have
    /// @throws MtmException when no answer comes, or none that can be read
    Said ask(List<Message> conversation, Map<String, Object> schema, int mostTokens) {
        String body = MetricsJson.written(Map.of(
                "model",
                model,
                "messages",
                conversation.stream()
                        .map(message -> Map.of("role", message.role(), "content", message.content()))
                        .toList(),
                "temperature",
                0.4,
                "seed",
                7,
                "max_tokens",
                mostTokens,
                "stream",
                false,
                "response_format",
                Map.of(
                        "type",
                        "json_schema",
                        "json_schema",
                        Map.of("name", "answer", "strict", true, "schema", schema))));
        HttpRequest.Builder request = HttpRequest.newBuilder(address())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<byte[]> answer = sent(request.build());
        if (answer.statusCode() != 200) {
            throw trouble("it answered with HTTP " + answer.statusCode(), null);
        }
        try {
            JsonNode choice = MAPPER.readTree(answer.body()).path("choices").path(0);
            String content = choice.path("message").path("content").asString("");
            if (content.isBlank()) {
                throw trouble("it said nothing", null);
            }
            return new Said(content, choice.path("finish_reason").asString("").equals("length"));
        } catch (JacksonException e) {
            throw trouble("its answer is no JSON", e);
        }
    }

    private URI address() {
        String text = base.toString().replaceFirst("/+$", "");
        return URI.create(text + (text.endsWith("/v1") ? "" : "/v1") + "/chat/completions");
    }

    private HttpResponse<byte[]> sent(HttpRequest request) {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            CompletableFuture<HttpResponse<byte[]>> answer =
                    client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
            try {
                return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw trouble("it does not answer in full within " + patience.toSeconds() + " seconds", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException failure) {
                    throw trouble("it does not answer, or with more than is read", failure);
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw trouble("the call was interrupted", e);
            } finally {
                answer.cancel(true);
                client.shutdownNow();
            }
        }
    }

    MtmException trouble(String what, @Nullable Exception cause) {
        return new MtmException(
                ErrorCode.REMOTE,
                "the language model cannot be used: " + what,
                toString(),
                "Check the settings model-url, model and model-key, and whether the server runs.",
                cause);
    }
}
