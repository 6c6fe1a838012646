from django.urls import path

from signing.views import answers

urlpatterns = [
    path("<str:reference>/sign/question/<slug:party>/", answers.question, name="question"),
    path("<str:reference>/sign/changes/<slug:party>/", answers.changes, name="changes"),
    path("<str:reference>/sign/decline/<slug:party>/", answers.decline, name="decline"),
    path("<str:reference>/sign/pass-on/<slug:party>/", answers.pass_on, name="pass_on"),
    path("<str:reference>/sign/take-back/<slug:party>/", answers.take_back, name="take_back"),
    path("<str:reference>/sign/withdraw-signature/<slug:party>/", answers.retract, name="retract"),
    path(
        "<str:reference>/sign/withdraw-signature/<slug:party>/confirm/", answers.retract_confirm, name="retract_confirm"
    ),
    path("<str:reference>/sign/answered/<slug:party>/", answers.answered, name="answered"),
    path("<str:reference>/sign/questions/", answers.questions, name="questions"),
    path("<str:reference>/sign/questions/<int:pk>/", answers.one_question, name="one_question"),
    path("<str:reference>/sign/choose/<slug:slot>/", answers.choose, name="choose"),
    path("<str:reference>/sign/ask-again/<slug:slot>/", answers.ask_again, name="ask_again"),
]
