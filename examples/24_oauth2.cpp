// OAuth2 with a password that is kept hashed, and a bearer token that is a JWT. The Authorize
// button of /docs logs in.
//
//   curl http://127.0.0.1:8000/token -d username=johndoe -d password=secret
//   curl http://127.0.0.1:8000/users/me -H 'Authorization: Bearer <access_token of the answer>'
//
// It needs libsodium (apt-get install libsodium-dev), linked with -lsodium. Passwords and tokens
// travel as they are: serve it behind a proxy with https.

#include <fastapi.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <map>
#include <optional>
#include <semaphore>
#include <sodium.h>
#include <string>
#include <string_view>

using namespace fastapi;

struct User {
    std::string username;
    std::optional<std::string> email, full_name;
    bool disabled = false;
};

struct Token {
    std::string access_token, token_type;
};

// ---- users, as a database would have them: Argon2id hashes of crypto_pwhash_str, no passwords
// ----

struct Account {
    User user;
    std::string hashed_password;
};

const std::map<std::string, Account> accounts{
    {"johndoe",
     {{"johndoe", "johndoe@example.com", "John Doe"},  // secret
      "$argon2id$v=19$m=65536,t=2,p=1$+LSZtMIYvFrJie8j3/"
      "qXDA$i5QUKvY4+WcbCwk4ivOquaHMnAYgAjb9ektbIFsJYrw"}},
    {"alice",
     {{"alice", "alice@example.com", "Alice Wonderson", true},  // wonderland
      "$argon2id$v=19$m=65536,t=2,p=1$u7U0IGyIVN34epvZm9wvNg$jvmBU6YwLH7mzAOG/"
      "2c8UhAs5JSmqRwtWOqjZs8aD5w"}}};

const std::string dummy_hash =
    "$argon2id$v=19$m=65536,t=2,p=1$+prYsWwDuMBiEpCwDwu9ww$NlMB5VwrLxl6VQRPiLIFoQwhzfZ3yCNXGxTYgs+"
    "rCHs";

std::counting_semaphore<4> hashing_places(4);  // each takes 64 MiB

// Slow, as it should be. Unknown names take as long as known ones: the time does not tell which
// exist.
const User* authenticate(const std::string& username, const std::string& password) {
    const auto found = accounts.find(username);
    const std::string& hash = found == accounts.end() ? dummy_hash : found->second.hashed_password;
    hashing_places.acquire();
    const bool is_right =
        crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
    hashing_places.release();
    return is_right && found != accounts.end() ? &found->second.user : nullptr;
}

// ---- tokens (RFC 7519): header.claims.signature, each in Base64 ----

struct Claims {
    std::string sub;   // whom the token is for
    std::int64_t exp;  // until when, in seconds since 1970
};

constexpr int token_seconds = 30 * 60;
const std::string jwt_header =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.";  // {"alg":"HS256","typ":"JWT"}, and no other

// SECRET_KEY="$(openssl rand -hex 32)" in the environment keeps tokens good when the program starts
// again.
const std::string secret_key =
    std::getenv("SECRET_KEY") ? std::getenv("SECRET_KEY") : secrets::token_hex();

const unsigned char* raw(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

constexpr int base64_url = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

std::string encoded(std::string_view data) {
    std::string text(sodium_base64_encoded_len(data.size(), base64_url), '\0');
    return sodium_bin2base64(text.data(), text.size(), raw(data), data.size(), base64_url);
}

std::string decoded(std::string_view text) {
    std::string data(text.size(), '\0');
    std::size_t size = 0;
    const auto out = reinterpret_cast<unsigned char*>(data.data());
    sodium_base642bin(out, data.size(), text.data(), text.size(), nullptr, &size, nullptr,
                      base64_url);
    return data.substr(0, size);
}

std::string signature_of(std::string_view text) {
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, raw(secret_key), secret_key.size());
    crypto_auth_hmacsha256_update(&state, raw(text), text.size());
    crypto_auth_hmacsha256_final(&state, mac);
    return encoded({reinterpret_cast<const char*>(mac), sizeof mac});
}

std::string create_access_token(const std::string& username) {
    const Claims claims{username, std::time(nullptr) + token_seconds};
    const std::string text = jwt_header + encoded(model_dump_json(claims));
    return text + "." + signature_of(text);
}

// The claims of a token that was signed with our key and has not expired. Nothing of it is read
// before the signature is right; the claims need not be ours even then, where others have the key.
std::optional<Claims> read_access_token(std::string_view token) try {
    const std::size_t dot = token.rfind('.');
    if (!token.starts_with(jwt_header) || dot < jwt_header.size()) return std::nullopt;
    if (!secrets::compare_digest(signature_of(token.substr(0, dot)), token.substr(dot + 1)))
        return std::nullopt;
    const auto claims = model_validate_json<Claims>(
        decoded(token.substr(jwt_header.size(), dot - jwt_header.size())));
    return claims.exp > std::time(nullptr) ? std::optional(claims) : std::nullopt;
} catch (const std::exception&) {  // no JSON, or other claims
    return std::nullopt;
}

// ---- the application ----

inline constexpr OAuth2PasswordBearer<"token"> oauth2_scheme;

User get_current_user(Depends<oauth2_scheme> token) {
    const std::optional<Claims> claims = read_access_token(token);
    const auto found = claims ? accounts.find(claims->sub) : accounts.end();
    if (found == accounts.end())
        throw HTTPException(401, "Could not validate credentials",
                            {{"WWW-Authenticate", "Bearer"}});
    return found->second.user;
}

User get_current_active_user(Depends<get_current_user> user) {
    if (user.disabled) throw HTTPException(400, "Inactive user");
    return user;
}

int main(int argc, char** argv) {
    if (sodium_init() < 0 ||
        secret_key.size() < 32) {  // RFC 7518 3.2: a key as long as the signature
        std::fputs("SECRET_KEY must have 32 characters or more\n", stderr);
        return 1;
    }
    FastAPI app;

    app.post<Token>("/token", {.name = "login"}, [](Depends<OAuth2PasswordRequestForm::read> form) {
        const User* user = authenticate(form.username, form.password);
        if (user == nullptr)
            throw HTTPException(401, "Incorrect username or password",
                                {{"WWW-Authenticate", "Bearer"}});
        return Token{create_access_token(user->username), "bearer"};
    });

    app.get<User>("/users/me", [](Depends<get_current_active_user> user) { return user; });

    return app.run(argc, argv);
}
